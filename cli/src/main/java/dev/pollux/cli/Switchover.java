package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.Stations.Attempt;
import dev.pollux.cli.pair.SwitchoverCall;
import dev.pollux.cli.pair.SwitchoverCall.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Swaps the roles of the pair. */
@Command(
        name = "switchover",
        description = "Makes the other station (or the one named) Master and waits until it is.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux switchover",
            "  pollux switchover --to POLLUX --user anna",
            "",
            "Exit codes: 0 the wanted station is Master, 1 refused (the station's reason is printed) or not done in"
                    + " time, 2 no station answers, 64 wrong command line."
        })
final class Switchover implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--to", paramLabel = "STATION", description = "Who shall lead. Default: the station that does not.")
    private String target = "";

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "How long to wait for the new Master. Default: ${DEFAULT-VALUE}.")
    private Duration limit = Duration.ofSeconds(10);

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Switchover() {}

    @Override
    public Integer call() throws InterruptedException {
        try (Stations stations = new Stations(connection.settings(Out.line(spec)))) {
            List<Attempt> attempts = stations.openAll();
            List<StationSession> sessions =
                    attempts.stream().flatMap(each -> each.session().stream()).toList();
            if (sessions.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "no station answers: "
                                + attempts.stream()
                                        .map(each -> each.url() + " " + each.reason())
                                        .collect(Collectors.joining("; ")));
            }
            try {
                Outcome outcome = SwitchoverCall.run(sessions, target, limit);
                print(outcome);
                return outcome.done() ? ExitCode.OK : ExitCode.FAILED;
            } finally {
                sessions.forEach(StationSession::close);
            }
        }
    }

    private void print(Outcome outcome) {
        PrintWriter out = Out.of(spec);
        if (json) {
            Map<String, @Nullable Object> content = new LinkedHashMap<>();
            content.put("done", outcome.done());
            content.put("text", outcome.text());
            content.put("tookMillis", outcome.took().toMillis());
            out.println(JsonLine.indented(content));
        } else {
            out.println(outcome.text());
        }
    }
}
