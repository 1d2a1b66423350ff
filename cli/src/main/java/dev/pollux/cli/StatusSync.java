package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.Stations.Attempt;
import dev.pollux.cli.pair.SyncReport;
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
class StatusSync implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** One station: what it says, or why it does not answer. */
    record Seen(String url, Optional<SyncReport> report, String reason) {}

    StatusSync() {}

    @Override
    public Integer call() {
        List<Seen> seen;
        try (Stations stations = new Stations(connection.settings(Out.line(spec)))) {
            seen = stations.openAll().stream().map(StatusSync::look).toList();
        }
        PrintWriter out = Out.of(spec);
        if (json) {
            out.println(JsonLine.indented(
                    Map.of("stations", seen.stream().map(StatusSync::json).toList())));
        } else {
            seen.forEach(each -> out.println(each.report()
                    .map(SyncText::of)
                    .orElseGet(() -> each.url() + " is not reachable: " + each.reason())));
        }
        return exitCode(seen);
    }

    private static Seen look(Attempt attempt) {
        if (attempt.session().isEmpty()) {
            return new Seen(attempt.url(), Optional.empty(), attempt.reason());
        }
        try (StationSession session = attempt.session().get()) {
            return new Seen(attempt.url(), Optional.of(SyncReport.read(session)), "");
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
                .allMatch(each -> each.report()
                        .filter(report -> List.of("none", "complete").contains(report.phase()))
                        .isPresent());
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Map<String, @Nullable Object> json(Seen seen) {
        return seen.report().map(SyncReport::json).orElseGet(() -> {
            Map<String, @Nullable Object> content = new LinkedHashMap<>();
            content.put("url", seen.url());
            content.put("reachable", false);
            content.put("reason", seen.reason());
            return content;
        });
    }
}
