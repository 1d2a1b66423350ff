package dev.pollux.cli;

import dev.pollux.cli.history.Progress;
import dev.pollux.cli.pair.ArchiveJob;
import dev.pollux.cli.pair.ArchiveReport;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationSession;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Work on a station's archive that is begun there and waited for. */
final class ArchiveJobOptions {
    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

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

    ArchiveJobOptions() {}

    /** Begins a method of the archive and waits for its end; says how it ended. Returns the exit code. */
    int run(@Nullable CommandSpec spec, String method, List<String> arguments) throws InterruptedException {
        try (ArchiveStations stations = new ArchiveStations(connection.settings(Out.line(spec)));
                Progress progress = new Progress(Prompt.screen(Out.line(spec)), System::nanoTime)) {
            StationSession session = stations.chosen(station);
            String name = ArchiveReport.read(session).station();
            ArchiveJob.Outcome outcome =
                    ArchiveJob.run(session, method, arguments, limit, job -> progress.working(name + ": " + job));
            Out.of(spec).println(name + ": " + outcome.text());
            return outcome.done() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
