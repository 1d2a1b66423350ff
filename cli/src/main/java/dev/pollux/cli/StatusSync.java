package dev.pollux.cli;

import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.SyncReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows how far the archives of both stations are from being complete. */
@Command(
        name = "sync",
        description = "Shows for both stations what their archives lack, and how far the filling of these gaps is.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux status sync",
            "  pollux status sync --json",
            "",
            "Exit codes: 0 every station answers and lacks nothing, 1 a station does not answer or lacks something, 2"
                    + " no station answers, 64 wrong command line."
        })
class StatusSync extends StationsCommand<SyncReport> {
    StatusSync() {}

    @Override
    SyncReport read(StationSession session) {
        return SyncReport.read(session);
    }

    @Override
    String text(List<Seen<SyncReport>> seen) {
        return SyncText.of(seen);
    }

    @Override
    Map<String, @Nullable Object> json(SyncReport report) {
        return report.json();
    }

    @Override
    boolean good(SyncReport report) {
        return List.of("none", "complete").contains(report.phase());
    }
}
