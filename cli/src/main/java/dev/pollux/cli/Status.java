package dev.pollux.cli;

import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.PairState;
import dev.pollux.cli.pair.StationReport;
import dev.pollux.cli.pair.StationSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

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
final class Status extends StationsCommand<StationReport> {
    Status() {}

    @Override
    StationReport read(StationSession session) {
        return StationReport.read(session);
    }

    @Override
    String text(List<Seen<StationReport>> seen) {
        return StatusText.of(seen);
    }

    @Override
    Map<String, @Nullable Object> json(StationReport report) {
        return report.json();
    }

    @Override
    boolean good(StationReport report) {
        return true; // Whether the pair is well depends on all of them.
    }

    @Override
    List<Seen<StationReport>> used(List<Seen<StationReport>> seen) {
        return withoutUnusedDefaults(seen);
    }

    /** A station without partner need not have one at the other default address. */
    static List<Seen<StationReport>> withoutUnusedDefaults(List<Seen<StationReport>> seen) {
        boolean standalone = Seen.reports(seen).stream().anyMatch(report -> report.state() == PairState.STANDALONE);
        return standalone
                ? seen.stream().filter(each -> each.report().isPresent()).toList()
                : seen;
    }

    @Override
    int exitCode(List<Seen<StationReport>> seen) {
        return exitCode(super.exitCode(seen), Seen.reports(seen));
    }

    /** Good only if exactly one leads. */
    static int exitCode(int answering, List<StationReport> stations) {
        long leading =
                stations.stream().filter(report -> report.state().leads()).count();
        return answering == ExitCode.OK && leading != 1 ? ExitCode.FAILED : answering;
    }

    /** Who leads, as that station itself says. */
    static Optional<String> master(List<StationReport> stations) {
        return stations.stream()
                .filter(report -> report.state().leads())
                .map(StationReport::station)
                .findFirst();
    }

    @Override
    Map<String, @Nullable Object> json(List<Seen<StationReport>> seen) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("master", master(Seen.reports(seen)).orElse(null));
        content.putAll(super.json(seen));
        return content;
    }
}
