package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.Configuration;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.server.Station;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one station. */
@Command(
        name = "serve",
        description = "Runs one station until SIGTERM or Ctrl-C, which stop it in good order.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux serve --project plant --station plant/castor.yaml",
            "",
            "Prints a line that begins with \"ready\" and ends with the EndpointUrls when clients can connect. The log"
                    + " goes to standard output and to log/station.log in the station's data directory.",
            "Exit codes: 0 stopped, 1 the configuration has faults or the station cannot start, 64 wrong command line,"
                    + " 75 the station wants to be started again by whatever supervises it."
        })
final class Serve implements Callable<Integer> {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(20);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--project",
            required = true,
            paramLabel = "DIR",
            description = "Directory with project.yaml and tags/, the same on both stations.")
    private Path project = Path.of(".");

    @Option(
            names = "--station",
            required = true,
            paramLabel = "FILE",
            description = "What is particular to this station.")
    private Path station = Path.of("station.yaml");

    Serve() {}

    /** What makes a restart necessary may also hang when it is to be closed. */
    private static void endAnyway() {
        Thread guard = new Thread(
                () -> {
                    try {
                        Thread.sleep(CLOSE_MAX.toMillis());
                        // Not exit: its hooks wait for what may hang.
                        Runtime.getRuntime().halt(ExitCode.RESTART);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "pollux-end");
        guard.setDaemon(true);
        guard.start();
    }

    @Override
    public Integer call() throws InterruptedException {
        Project shared = Configuration.project(project);
        StationConfig own = Configuration.station(station, shared);
        LogSetting.forStation(own.dataDirectory().resolve("log"));
        StopSignal stop = StopSignal.install();
        Station.Ending ending;
        try (Station running = Station.start(shared, own)) {
            PrintWriter out = Out.of(spec);
            out.println("ready: " + running.name() + " at "
                    + own.endpoints().stream().map(StationConfig.Endpoint::url).collect(Collectors.joining(" ")));
            out.flush();
            var unused = running.ending().thenRun(stop::ask);
            stop.await();
            ending = running.ending().toCompletableFuture().getNow(Station.Ending.STOP);
            if (ending == Station.Ending.RESTART) {
                endAnyway();
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "station " + own.station() + ": " + e.getMessage(), e);
        } finally {
            LogSetting.close();
        }
        return ending == Station.Ending.RESTART ? ExitCode.RESTART : ExitCode.OK;
    }
}
