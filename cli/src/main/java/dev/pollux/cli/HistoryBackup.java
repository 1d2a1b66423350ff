package dev.pollux.cli;

import dev.pollux.cli.history.Progress;
import dev.pollux.cli.pair.ArchiveJob;
import dev.pollux.cli.pair.ArchiveReport;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies a station's archive into a directory on its machine, while it goes on. */
@Command(
        name = "backup",
        description = {
            "Copies a station's archive into a directory on its machine, while it goes on.",
            "A relative directory lies below the data directory of the station."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history backup /backup/2026-11-21 --user anna",
            "  pollux history backup backup/monday --station CASTOR --user anna",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 no station answers, 64 wrong command line."
        })
final class HistoryBackup implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "DIR", description = "Directory on the station's machine, new or empty.")
    private String directory = "";

    @Option(
            names = "--station",
            paramLabel = "NAME",
            description = "Which station. Default: the one that does not lead, if both answer.")
    private String station = "";

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "How long to wait for the end; the station goes on beyond it. Default: ${DEFAULT-VALUE}.")
    private Duration limit = Duration.ofHours(1);

    HistoryBackup() {}

    @Override
    public Integer call() throws InterruptedException {
        try (ArchiveStations stations = new ArchiveStations(connection.settings(Out.line(spec)));
                Progress progress = new Progress(Prompt.screen(Out.line(spec)), System::nanoTime)) {
            StationSession session = stations.chosen(station);
            String name = ArchiveReport.read(session).station();
            ArchiveJob.Outcome outcome = ArchiveJob.run(
                    session, "Backup", List.of(directory), limit, job -> progress.working(name + ": " + job));
            Out.of(spec).println(name + ": " + outcome.text());
            return outcome.done() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
