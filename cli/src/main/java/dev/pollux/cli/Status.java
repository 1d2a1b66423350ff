package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.PairState;
import dev.pollux.cli.pair.StationReport;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.Stations.Attempt;
import java.io.PrintWriter;
import java.util.ArrayList;
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

/** Shows both stations. */
@Command(
        name = "status",
        description = "Shows both stations of a pair as each of them sees itself and its partner.",
        mixinStandardHelpOptions = true,
        subcommands = {StatusArchive.class, StatusHealth.class, StatusSync.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux status",
            "  pollux status --url opc.tcp://castor:4840/pollux --json",
            "  pollux status archive",
            "  pollux status health",
            "",
            "Exit codes: 0 every station answers and exactly one leads, 1 a station does not answer or not exactly one"
                    + " leads, 2 no station answers, 64 wrong command line."
        })
final class Status implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** One station: what it says, or why it does not answer. */
    record Seen(String url, Optional<StationReport> report, String reason) {}

    Status() {}

    @Override
    public Integer call() {
        List<Seen> seen;
        try (Stations stations = new Stations(connection.settings(Out.line(spec)))) {
            seen = stations.openAll().stream().map(Status::look).toList();
        }
        seen = connection.urlsGiven() ? seen : withoutUnusedDefaults(seen);
        PrintWriter out = Out.of(spec);
        out.println(json ? JsonLine.indented(json(seen)) : StatusText.of(seen));
        return exitCode(seen);
    }

    private static Seen look(Attempt attempt) {
        if (attempt.session().isEmpty()) {
            return new Seen(attempt.url(), Optional.empty(), attempt.reason());
        }
        try (StationSession session = attempt.session().get()) {
            return new Seen(attempt.url(), Optional.of(StationReport.read(session)), "");
        } catch (CommandFailure e) {
            return new Seen(attempt.url(), Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    /** A station without partner need not have one at the other default address. */
    private static List<Seen> withoutUnusedDefaults(List<Seen> seen) {
        boolean standalone = seen.stream()
                .flatMap(each -> each.report().stream())
                .anyMatch(report -> report.state() == PairState.STANDALONE);
        return standalone
                ? seen.stream().filter(each -> each.report().isPresent()).toList()
                : seen;
    }

    /** The exit code for what was seen. */
    static int exitCode(List<Seen> seen) {
        long answering = seen.stream().filter(each -> each.report().isPresent()).count();
        long leading = seen.stream()
                .flatMap(each -> each.report().stream())
                .filter(report -> report.state().leads())
                .count();
        if (answering == 0) {
            return ExitCode.UNREACHABLE;
        }
        return answering == seen.size() && leading == 1 ? ExitCode.OK : ExitCode.FAILED;
    }

    /** What was seen for JSON. */
    static Map<String, @Nullable Object> json(List<Seen> seen) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("master", StatusText.master(seen).orElse(null));
        List<Map<String, @Nullable Object>> stations = new ArrayList<>();
        for (Seen each : seen) {
            stations.add(each.report().map(StationReport::json).orElseGet(() -> unreachable(each)));
        }
        content.put("stations", stations);
        return content;
    }

    private static Map<String, @Nullable Object> unreachable(Seen seen) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("url", seen.url());
        content.put("reachable", false);
        content.put("reason", seen.reason());
        return content;
    }
}
