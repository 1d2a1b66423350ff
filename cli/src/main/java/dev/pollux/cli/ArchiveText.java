package dev.pollux.cli;

import dev.pollux.cli.pair.ArchiveReport;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The archives of a pair as a table with a column for each station. Pure. */
final class ArchiveText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int GAPS_MAX = 10;
    private static final int NAME = 13;

    private ArchiveText() {}

    static String of(List<Seen<ArchiveReport>> seen) {
        List<String> lines = new ArrayList<>();
        List<Integer> widths = widths(seen);
        lines.add(line("", each -> each.report().map(ArchiveReport::station).orElse("(unknown)"), seen, widths));
        rows().forEach((name, cell) -> {
            Function<Seen<ArchiveReport>, String> text = each -> each.report()
                    .map(report -> name.equals("archive") || report.archives() ? cell.apply(report) : "")
                    .orElse(name.equals("archive") ? "not reachable" : "");
            if (seen.stream().anyMatch(each -> !text.apply(each).isEmpty())) {
                lines.add(line(name, text, seen, widths));
            }
        });
        for (Seen<ArchiveReport> each : seen) {
            each.report().ifPresentOrElse(report -> below(lines, report), () -> {
                lines.add("");
                lines.add(each.unreachable());
            });
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static Map<String, Function<ArchiveReport, String>> rows() {
        Map<String, Function<ArchiveReport, String>> rows = new LinkedHashMap<>();
        rows.put("archive", report -> report.archives() ? report.engine() : "none");
        rows.put("stored", report -> number(report.stored()) + " since start");
        rows.put("rate", report -> rate(report.rate()));
        rows.put("pending", report -> number(report.pending()));
        rows.put("not archived", report -> report.dropped() == 0 ? "" : number(report.dropped()) + " since start");
        rows.put("disk", ArchiveText::disk);
        rows.put("oldest", report -> report.oldest().map(TIME::format).orElse("no values"));
        rows.put("queue", ArchiveText::queue);
        rows.put("queue lag", report -> report.queueSamples() == 0 ? "" : span(report.queueLag()));
        rows.put("queue rate", report -> report.queueSamples() == 0 ? "" : rate(report.queueRate()));
        rows.put("queue lost", report -> report.queueDropped() == 0 ? "" : number(report.queueDropped()));
        rows.put("gaps", report -> number(report.gaps()));
        rows.put("state", report -> report.fault().isEmpty() ? "stores" : "FAULT, see below");
        return rows;
    }

    private static void below(List<String> lines, ArchiveReport report) {
        List<String> more = new ArrayList<>();
        if (!report.fault().isEmpty()) {
            more.add("  fault: " + report.fault());
        }
        if (!report.queueError().isEmpty()) {
            more.add("  database: " + report.queueError());
        }
        if (!report.job().isEmpty()) {
            more.add("  job: " + report.job());
        }
        report.gapList().stream().limit(GAPS_MAX).forEach(gap -> more.add("  gap: " + gap));
        if (report.gaps() > Math.min(GAPS_MAX, report.gapList().size())
                && !report.gapList().isEmpty()) {
            more.add("  and "
                    + (report.gaps() - Math.min(GAPS_MAX, report.gapList().size())) + " gaps more");
        }
        if (!more.isEmpty()) {
            lines.add("");
            lines.add(report.station());
            lines.addAll(more);
        }
    }

    private static List<Integer> widths(List<Seen<ArchiveReport>> seen) {
        return seen.stream()
                .map(each -> each.report()
                        .map(report -> rows().values().stream()
                                .mapToInt(cell -> cell.apply(report).length())
                                .max()
                                .orElse(0))
                        .orElse(NAME))
                .map(width -> Math.max(NAME, width) + 2)
                .toList();
    }

    private static String line(
            String name,
            Function<Seen<ArchiveReport>, String> cell,
            List<Seen<ArchiveReport>> seen,
            List<Integer> widths) {
        StringBuilder line = new StringBuilder(padded(name, NAME + 2));
        for (int i = 0; i < seen.size(); i++) {
            line.append(padded(cell.apply(seen.get(i)), widths.get(i)));
        }
        return line.toString().stripTrailing();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String disk(ArchiveReport report) {
        long percent = report.diskBytesMax() <= 0 ? 0 : report.diskBytes() * 100 / report.diskBytesMax();
        return size(report.diskBytes())
                + (report.diskBytesMax() > 0 ? " of " + size(report.diskBytesMax()) + ", " + percent + "%" : "");
    }

    private static String queue(ArchiveReport report) {
        return report.queueSamples() == 0 && report.queueError().isEmpty()
                ? ""
                : number(report.queueSamples()) + " wait, " + size(report.queueBytes());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%.1f/s" : "%,.0f/s", rate);
    }

    private static String span(Duration span) {
        return span.compareTo(Duration.ofMinutes(2)) < 0
                ? String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0)
                : span.compareTo(Duration.ofHours(2)) < 0 ? span.toMinutes() + " min" : span.toHours() + " h";
    }

    /** Bytes for people. */
    static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < SIZES.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, SIZES[unit]);
    }
}
