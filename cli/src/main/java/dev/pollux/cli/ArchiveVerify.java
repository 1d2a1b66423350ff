package dev.pollux.cli;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.compare.ArchiveComparison;
import dev.pollux.archive.compare.Verdict;
import dev.pollux.archive.sync.RemoteArchive;
import dev.pollux.cli.history.Progress;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.RemoteDesk;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.SyncReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the archives of the two stations while they run. */
@Command(
        name = "verify",
        description = {
            "Compares the archives of the two stations, tag by tag and hour by hour, and names what differs.",
            "Values that both stations polled for themselves are two observations: those that differ are counted, and"
                    + " the largest deviation is shown. Gaps that are not filled yet are named."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux archive verify --user anna",
            "  pollux archive verify --last 7d --tag 'Intake.*' --user anna",
            "",
            "Exit codes: 0 equal, 1 something differs or a gap is not filled, 2 not both stations answer, 64 wrong"
                    + " command line."
        })
final class ArchiveVerify implements Callable<Integer> {
    private static final Duration SETTLE = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private SpanOptions span = new SpanOptions();

    @Option(
            names = "--last",
            paramLabel = "TIME",
            converter = SpanOptions.LongSpan.class,
            defaultValue = "24h",
            description = "How far back, unless --from is given. Default: ${DEFAULT-VALUE}.")
    private Duration last = Duration.ofHours(24);

    @Option(
            names = "--tag",
            paramLabel = "NAME",
            description = "Only this tag; * stands for any letters. May be given often. Default: all tags.")
    private List<String> tags = List.of();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many differences are listed; all are counted. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ArchiveVerify() {}

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new ParameterException(Out.line(spec), "--limit '" + limit + "' must be 0 or more");
        }
        Instant now = Instant.now();
        SpanOptions.Span wanted = span.span(Out.line(spec), now, now.minus(last));
        // Live archiving may lag behind.
        Instant settled = now.minus(SETTLE);
        Instant to = wanted.to().isBefore(settled) ? wanted.to() : settled;
        if (!wanted.from().isBefore(to)) {
            throw new ParameterException(
                    Out.line(spec), "--from must be more than " + SETTLE.toSeconds() + " s ago: archives may lag");
        }
        PrintWriter out = Out.of(spec);
        try (ArchiveStations stations = new ArchiveStations(connection.settings(Out.line(spec)));
                Progress progress = new Progress(Prompt.screen(Out.line(spec)), System::nanoTime)) {
            List<StationSession> both = stations.sessions();
            if (both.size() != 2) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE, "both stations must answer, not only " + both.size() + " of them");
            }
            List<String> names =
                    both.stream().map(each -> SyncReport.read(each).station()).toList();
            Verdict verdict = new ArchiveComparison(remote(both.get(0)), remote(both.get(1)), limit)
                    .run(
                            new TimeRange(Ticks.of(wanted.from()), Ticks.of(to)),
                            matching(),
                            what -> progress.working("comparing " + what));
            progress.wipe();
            VerdictText text = new VerdictText(names.get(0), names.get(1), wanted.from(), to);
            out.println(json ? JsonLine.indented(text.json(verdict)) : text.of(verdict));
            return verdict.same() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static RemoteArchive remote(StationSession session) {
        return new RemoteArchive(new RemoteDesk(session));
    }

    private Predicate<String> matching() {
        List<Pattern> patterns = tags.stream()
                .map(tag -> Pattern.compile("\\Q" + tag.replace("\\E", "").replace("*", "\\E.*\\Q") + "\\E"))
                .toList();
        return name -> patterns.isEmpty()
                || patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
