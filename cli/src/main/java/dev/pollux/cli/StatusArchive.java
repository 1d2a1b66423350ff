package dev.pollux.cli;

import dev.pollux.cli.pair.ArchiveReport;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
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
final class StatusArchive implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** One station: what it says of its archive, or why it does not answer. */
    record Seen(String url, Optional<ArchiveReport> report, String reason) {}

    StatusArchive() {}

    @Override
    public Integer call() {
        List<Seen> seen;
        try (Stations stations = new Stations(connection.settings(Out.line(spec)))) {
            seen = stations.openAll().stream().map(StatusArchive::look).toList();
        }
        PrintWriter out = Out.of(spec);
        out.println(
                json
                        ? JsonLine.indented(Map.of(
                                "stations",
                                seen.stream().map(StatusArchive::json).toList()))
                        : ArchiveText.of(seen));
        return exitCode(seen);
    }

    private static Seen look(Attempt attempt) {
        if (attempt.session().isEmpty()) {
            return new Seen(attempt.url(), Optional.empty(), attempt.reason());
        }
        try (StationSession session = attempt.session().get()) {
            return new Seen(attempt.url(), Optional.of(ArchiveReport.read(session)), "");
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
                        .filter(report -> report.fault().isEmpty()
                                && report.queueError().isEmpty()
                                && report.dropped() == 0
                                && report.queueDropped() == 0)
                        .isPresent());
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Map<String, @Nullable Object> json(Seen seen) {
        return seen.report().map(ArchiveReport::json).orElseGet(() -> {
            Map<String, @Nullable Object> content = new LinkedHashMap<>();
            content.put("url", seen.url());
            content.put("reachable", false);
            content.put("reason", seen.reason());
            return content;
        });
    }
}
