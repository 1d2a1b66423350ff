package dev.pollux.cli;

import dev.pollux.cli.pair.HealthReport;
import dev.pollux.cli.pair.StationSession;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows the health of both stations. */
@Command(
        name = "health",
        description = "Shows the health of both stations: what is wrong, what was measured, signs of life.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux status health",
            "  pollux status health --url opc.tcp://castor:4840/pollux --json",
            "",
            "Exit codes: 0 every station answers and is healthy, 1 a station does not answer or something is wrong with"
                    + " it, 2 no station answers, 64 wrong command line."
        })
final class StatusHealth extends StationsCommand<HealthReport> {
    StatusHealth() {}

    @Override
    HealthReport read(StationSession session) {
        return HealthReport.read(session);
    }

    @Override
    String text(List<Seen<HealthReport>> seen) {
        return HealthText.of(seen);
    }

    @Override
    Map<String, @Nullable Object> json(HealthReport report) {
        return report.json();
    }

    @Override
    boolean good(HealthReport report) {
        return report.healthy();
    }
}
