package dev.pollux.cli;

import dev.pollux.cli.pair.LevelReport;
import dev.pollux.server.redundancy.ServiceLevel;
import dev.pollux.server.redundancy.ServiceLevel.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a ServiceLevel is what it is, as text for operators. Pure. */
final class LevelText {
    private static final int INDENT = 21;

    private LevelText() {}

    static String of(List<Seen<LevelReport>> seen) {
        List<String> lines = new ArrayList<>();
        for (Seen<LevelReport> each : seen) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            each.report()
                    .ifPresentOrElse(
                            report -> station(lines, report), () -> unreachable(lines, each, Seen.reports(seen)));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void unreachable(List<String> lines, Seen<LevelReport> silent, List<LevelReport> others) {
        lines.add(silent.unreachable());
        others.stream()
                .filter(other -> !other.partner().isEmpty())
                .forEach(other -> lines.add("  " + other.station() + " "
                        + other.partnerLevel()
                                .map(level -> "hears " + other.partner() + " with level " + level)
                                .orElse("does not hear " + other.partner() + " either")));
    }

    private static void station(List<String> lines, LevelReport report) {
        lines.add(report.station() + "  " + report.url());
        if (report.level().isEmpty()) {
            lines.add("  does not explain its level: it has another version");
            return;
        }
        ServiceLevel level = report.level().get();
        lines.add(String.format(
                Locale.ROOT, "  level %d, %s: %s", level.value(), level.band().text(), level.reason()));
        Part decisive = level.decisive();
        for (Part part : level.parts()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "    %3d  %-13s %s%s",
                    part.atMost(),
                    part.name(),
                    part.finding(),
                    part.equals(decisive) && part.atMost() < 255 ? "  <- decides" : ""));
            if (!part.remedy().isEmpty()) {
                lines.add(" ".repeat(INDENT + 2) + "-> " + part.remedy());
            }
        }
        if (level.otherwise() > level.value()) {
            lines.add("  without " + decisive.name() + " it would be " + level.otherwise());
        }
    }
}
