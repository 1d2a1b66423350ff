package dev.pollux.cli;

import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What all commands have in common that ask every station for the same and show the answers: options, asking, JSON and
 * exit code.
 *
 * @param <R> what one station says
 */
abstract class StationsCommand<R> implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Asks one station. */
    abstract R read(StationSession session);

    /** All stations for people. */
    abstract String text(List<Seen<R>> seen);

    /** One station for JSON. */
    abstract Map<String, @Nullable Object> json(R report);

    /** Whether all is well with a station. */
    abstract boolean good(R report);

    @Override
    public Integer call() {
        List<Seen<R>> seen;
        try (Stations stations = open()) {
            seen = stations.openAll().stream()
                    .map(attempt -> Seen.of(attempt, this::read))
                    .toList();
        }
        return show(seen);
    }

    /** Prints what was seen and gives the exit code. */
    final int show(List<Seen<R>> all) {
        List<Seen<R>> seen = wanted(all);
        Out.of(spec).println(json ? JsonLine.indented(json(seen)) : text(seen));
        return exitCode(seen);
    }

    /** Those that were asked for; of the standard addresses only those in use. */
    final List<Seen<R>> wanted(List<Seen<R>> all) {
        return connection.urlsGiven() ? all : used(all);
    }

    /** Opens sessions as the options say. */
    final Stations open() {
        return new Stations(connection.settings(spec()));
    }

    final picocli.CommandLine spec() {
        return Out.line(spec);
    }

    final boolean wantsJson() {
        return json;
    }

    /** Without those stations at standard addresses that need not be there. */
    List<Seen<R>> used(List<Seen<R>> seen) {
        return seen;
    }

    /** What was seen for JSON. */
    Map<String, @Nullable Object> json(List<Seen<R>> seen) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        List<Object> stations = new ArrayList<>();
        seen.forEach(each -> stations.add(each.json(this::json)));
        content.put("stations", stations);
        return content;
    }

    /** The exit code for what was seen. */
    int exitCode(List<Seen<R>> seen) {
        List<R> answers = Seen.reports(seen);
        if (answers.isEmpty()) {
            return ExitCode.UNREACHABLE;
        }
        return answers.size() == seen.size() && answers.stream().allMatch(this::good) ? ExitCode.OK : ExitCode.FAILED;
    }
}
