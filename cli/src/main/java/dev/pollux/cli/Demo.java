package dev.pollux.cli;

import dev.pollux.cli.demo.DemoRun;
import dev.pollux.cli.demo.DemoRun.Outcome;
import dev.pollux.cli.demo.DemoRun.Plan;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the pair at work. */
@Command(
        name = "demo",
        description = {
            "Starts a simulated plant and two stations as processes of their own and shows the pair at work: kill,"
                    + " freeze and restart stations, switch over, and see that the client loses nothing.",
            "Keys: k kill the Master, r restart, f freeze/thaw the Master, s switch over, w write a setpoint, p kill or"
                    + " start the plant, ? help, q quit."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux demo",
            "  pollux demo --plain --for 60s --script kill-master@10s,restart@25s,switchover@40s",
            "",
            "Actions of a script: kill-master, kill-standby, kill:NAME, stop-master, restart, freeze-master, thaw,"
                    + " switchover, kill-plant, restart-plant, write:TAG=VALUE. Times count from the moment when the"
                    + " pair is ready. Each action must have its effect before the next one begins.",
            "Exit codes: 0 nothing was lost, every action had its effect and the roles were right at the end; 1 not so,"
                    + " or the demo could not begin; 64 wrong command line or script."
        })
final class Demo implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = "Project to show, with a file <station>.yaml for each station."
                    + " Default: examples/waterworks of the installation.")
    private @Nullable Path project;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = ".pollux/demo",
            description = "Where copies, data and logs go; what an earlier demo has left there is deleted."
                    + " Default: ${DEFAULT-VALUE}.")
    private Path work = Path.of(".pollux/demo");

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            description = "Use the ports from here on: stations first, then the plant."
                    + " Default: as written in the project (4840, 4841, 5020).")
    private @Nullable Integer portBase;

    @Option(names = "--for", paramLabel = "TIME", description = "End after this time. Default: when you end it.")
    private @Nullable Duration limit;

    @Option(names = "--script", paramLabel = "STEPS", description = "What to do when, as action@time,action@time,...")
    private String script = "";

    @Option(names = "--plain", description = "Print lines instead of the full screen; needs no terminal.")
    private boolean plain;

    @Option(names = "--json", description = "Print only the summary, as JSON; implies --plain.")
    private boolean json;

    Demo() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean lines = plain || json;
        if (!lines && Prompt.console().isEmpty()) {
            throw wrong("the full screen needs a terminal: add --plain");
        }
        if (lines && limit == null && !script.isBlank()) {
            throw wrong("--script with --plain needs --for, or it would never end");
        }
        Path source = project == null ? example() : project;
        Path directory = work.toAbsolutePath().normalize();
        LogSetting.forDemo(directory);
        Plan plan = new Plan(
                source,
                directory,
                portBase == null ? OptionalInt.empty() : OptionalInt.of(portBase),
                Optional.ofNullable(limit),
                script,
                new DurationText()::convert,
                lines,
                json,
                Pollux.class.getName());
        PrintWriter out = Out.of(spec);
        try {
            Outcome outcome = new DemoRun(
                            plan, json ? new PrintWriter(Writer.nullWriter()) : out, () -> StopSignal.install()::asked)
                    .run();
            if (json) {
                out.println(JsonLine.indented(outcome.json()));
            } else {
                outcome.lines().forEach(out::println);
            }
            out.flush();
            boolean judged = lines || !script.isBlank();
            return outcome.good() || !judged ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            LogSetting.close();
        }
    }

    private Path example() {
        String home = System.getProperty("pollux.home");
        List<Path> places = home == null
                ? List.of(Path.of("examples/waterworks"))
                : List.of(Path.of(home, "examples/waterworks"), Path.of("examples/waterworks"));
        return places.stream()
                .filter(each -> Files.exists(each.resolve("project.yaml")))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED, "no example project in " + places + ": name one with --project"));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Out.line(spec), message);
    }
}
