package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.plant.PlantSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the simulated water works. */
@Command(
        name = "simulate",
        description = "Simulates a water works with two controllers behind a Modbus TCP server.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux simulate",
            "  pollux simulate --port 5021 --seed 7",
            "",
            "Prints a line that begins with \"ready\" when it listens; ends with SIGTERM or Ctrl-C.",
            "Exit codes: 0 stopped, 1 the port cannot be had, 64 wrong command line, 70 the plant has failed."
        })
final class Simulate implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(500);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--port", defaultValue = "5020", description = "TCP port, 1 to 65535. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--seed", defaultValue = "1", description = "Decides all disturbances. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Local address to listen on. Default: ${DEFAULT-VALUE}.")
    private String bind = "127.0.0.1";

    Simulate() {}

    @Override
    public Integer call() throws InterruptedException {
        if (port < 1 || port > 65_535) {
            throw new ParameterException(Out.line(spec), "--port '" + port + "' must be 1 to 65535");
        }
        StopSignal stop = StopSignal.install();
        try (PlantSimulator plant = PlantSimulator.start(new InetSocketAddress(bind, port), seed)) {
            PrintWriter out = Out.of(spec);
            out.println("ready: water works on " + bind + ":" + plant.address().getPort()
                    + ", Modbus units 1 and 2, seed " + seed);
            out.flush();
            while (plant.running()) {
                if (stop.await(LOOK)) {
                    return ExitCode.OK;
                }
            }
            throw new CommandFailure(ExitCode.BUG, "the plant has failed, see the log above");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }
}
