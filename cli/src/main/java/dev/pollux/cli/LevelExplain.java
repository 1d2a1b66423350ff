package dev.pollux.cli;

import dev.pollux.cli.pair.LevelReport;
import dev.pollux.cli.pair.StationSession;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Explains the ServiceLevel of both stations. */
@Command(
        name = "explain",
        description = "Explains the ServiceLevel of both stations: all that it is composed of, what decides, and what"
                + " would raise it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux level explain",
            "  pollux level explain --url opc.tcp://castor:4840/pollux --json",
            "",
            "Exit codes: 0 every station answers and explains its level, 1 a station does not, 2 no station answers,"
                    + " 64 wrong command line."
        })
final class LevelExplain extends StationsCommand<LevelReport> {
    LevelExplain() {}

    @Override
    LevelReport read(StationSession session) {
        return LevelReport.read(session);
    }

    @Override
    String text(List<Seen<LevelReport>> seen) {
        return LevelText.of(seen);
    }

    @Override
    Map<String, @Nullable Object> json(LevelReport report) {
        return report.json();
    }

    @Override
    boolean good(LevelReport report) {
        return report.level().isPresent();
    }

    /** A station without partner need not have one at the other default address. */
    @Override
    List<Seen<LevelReport>> used(List<Seen<LevelReport>> seen) {
        boolean alone =
                Seen.reports(seen).stream().anyMatch(report -> report.partner().isEmpty());
        return alone ? seen.stream().filter(each -> each.report().isPresent()).toList() : seen;
    }
}
