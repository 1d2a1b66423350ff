package dev.pollux.cli;

import dev.pollux.cli.pair.ArchiveReport;
import dev.pollux.cli.pair.StationSession;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows the archives of both stations. */
@Command(
        name = "archive",
        description =
                "Shows the archives of both stations side by side: database, rate, what waits, disk, gaps, faults.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux status archive",
            "  pollux status archive --url opc.tcp://castor:4840/pollux --json",
            "",
            "Exit codes: 0 every station answers and can store, 1 a station does not answer or cannot store or has lost"
                    + " samples, 2 no station answers, 64 wrong command line."
        })
final class StatusArchive extends StationsCommand<ArchiveReport> {
    StatusArchive() {}

    @Override
    ArchiveReport read(StationSession session) {
        return ArchiveReport.read(session);
    }

    @Override
    String text(List<Seen<ArchiveReport>> seen) {
        return ArchiveText.of(seen);
    }

    @Override
    Map<String, @Nullable Object> json(ArchiveReport report) {
        return report.json();
    }

    @Override
    boolean good(ArchiveReport report) {
        return report.fault().isEmpty()
                && report.queueError().isEmpty()
                && report.dropped() == 0
                && report.queueDropped() == 0;
    }
}
