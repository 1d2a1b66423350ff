package dev.pollux.cli;

import dev.pollux.cli.pair.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far the archive of one station is, in a few lines. Pure. */
final class SyncText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private SyncText() {}

    /** All stations. */
    static String of(List<Seen<SyncReport>> seen) {
        return seen.stream()
                .map(each -> each.report().map(SyncText::of).orElseGet(each::unreachable))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    static String of(SyncReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.station() + ": " + headline(report));
        if (report.needed()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %d gap%s, %s in all, from %s to %s",
                    report.gaps(),
                    report.gaps() == 1 ? "" : "s",
                    span(report.missing()),
                    time(report.from()),
                    time(report.to())));
        }
        if (report.phase().equals("filling")) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %.0f%% done, %,.0f values/s, %s",
                    report.progress(),
                    report.rate(),
                    report.remaining().map(left -> span(left) + " left").orElse("time left not known yet")));
        }
        if (!report.trouble().isEmpty()) {
            lines.add("  waits: " + report.trouble());
        }
        if (report.copied() > 0) {
            lines.add(String.format(Locale.ROOT, "  %,d values copied since start", report.copied()));
        }
        report.lastStart()
                .ifPresent(start -> lines.add(String.format(
                        Locale.ROOT,
                        "  last run: %s to %s, %,d values%s",
                        TIME.format(start),
                        time(report.lastEnd()),
                        report.lastValues(),
                        report.lastError().isEmpty() ? "" : ", ended early: " + report.lastError())));
        return String.join(System.lineSeparator(), lines);
    }

    static String headline(SyncReport report) {
        return switch (report.phase()) {
            case "none" -> "nothing to synchronise (no archive or no partner)";
            case "unknown" -> "the partner's archive has not been asked yet";
            case "complete" -> "archive complete";
            case "filling" -> "archive is being filled from the partner's";
            case "paused" -> "synchronisation is paused";
            case "waiting" -> "synchronisation waits";
            case "off" -> "the project does not want gaps to be filled";
            default -> report.phase();
        };
    }

    private static String time(Optional<Instant> instant) {
        return instant.map(TIME::format).orElse("?");
    }

    /** A span for people: seconds below two minutes, then minutes, then hours. */
    static String span(Duration span) {
        return span.compareTo(Duration.ofMinutes(2)) < 0
                ? String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0)
                : span.compareTo(Duration.ofHours(2)) < 0 ? span.toMinutes() + " min" : span.toHours() + " h";
    }
}
