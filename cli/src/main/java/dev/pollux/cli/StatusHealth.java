package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.HealthReport;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.Stations.Attempt;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class StatusHealth implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** One station: what it says of its health, or why it does not answer. */
    record Seen(String url, Optional<HealthReport> report, String reason) {}

    StatusHealth() {}

    @Override
    public Integer call() {
        List<Seen> seen;
        try (Stations stations = new Stations(connection.settings(Out.line(spec)))) {
            seen = stations.openAll().stream().map(StatusHealth::look).toList();
        }
        PrintWriter out = Out.of(spec);
        out.println(
                json
                        ? JsonLine.indented(Map.of(
                                "stations",
                                seen.stream().map(StatusHealth::json).toList()))
                        : HealthText.of(seen));
        return exitCode(seen);
    }

    private static Seen look(Attempt attempt) {
        if (attempt.session().isEmpty()) {
            return new Seen(attempt.url(), Optional.empty(), attempt.reason());
        }
        try (StationSession session = attempt.session().get()) {
            return new Seen(attempt.url(), Optional.of(HealthReport.read(session)), "");
        } catch (CommandFailure e) {
            return new Seen(attempt.url(), Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** The exit code for what was seen. */
    static int exitCode(List<Seen> seen) {
        if (seen.stream().noneMatch(each -> each.report().isPresent())) {
            return ExitCode.UNREACHABLE;
        }
        boolean good = seen.stream()
                .allMatch(each -> each.report().filter(HealthReport::healthy).isPresent());
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Map<String, @Nullable Object> json(Seen seen) {
        return seen.report().map(HealthReport::json).orElseGet(() -> {
            Map<String, @Nullable Object> content = new LinkedHashMap<>();
            content.put("url", seen.url());
            content.put("reachable", false);
            content.put("reason", seen.reason());
            return content;
        });
    }
}
