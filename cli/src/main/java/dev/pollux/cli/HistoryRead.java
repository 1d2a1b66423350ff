package dev.pollux.cli;

import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.cli.history.HistoryPages;
import dev.pollux.cli.history.HistoryQuery;
import dev.pollux.cli.history.Row;
import dev.pollux.cli.history.RowFormat;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads archived values. */
@Command(
        name = "read",
        description = {
            "Reads archived values: as they were archived, at given instants, or reduced by an aggregate.",
            "When the station dies half way, its partner goes on where it has stopped."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history read Intake.T100.Level --from -10m",
            "  pollux history read Intake.T100.Level --from 2026-11-21 --aggregate Average --interval 1h",
            "  pollux history read Intake.T100.Level Intake.P101.Flow --at -1h --at -2h --json",
            "  pollux history read Intake.T100.LevelSetpoint --from -7d --modified",
            "",
            "Exit codes: 0 read, also if there was nothing, 1 a tag cannot be read, 2 no station answers, 64 wrong"
                    + " command line."
        })
final class HistoryRead implements Callable<Integer> {
    private static final Duration DEFAULT_SPAN = Duration.ofHours(1);
    private static final int TIMES_MAX = 10_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private SpanOptions span = new SpanOptions();

    @Parameters(paramLabel = "TAG", arity = "1..*", description = "Tags to read; --from is an hour ago if not given.")
    private List<String> tags = List.of();

    @Option(names = "--modified", description = "What was overwritten or deleted, with time and user.")
    private boolean modified;

    @Option(names = "--at", paramLabel = "TIME", description = "The value at this instant; may be repeated.")
    private List<String> times = List.of();

    @Option(
            names = "--aggregate",
            paramLabel = "NAME",
            description = "An aggregate of OPC 10000-13, e.g. Average, Minimum, Count; needs --interval.")
    private @Nullable String aggregate;

    @Option(
            names = "--interval",
            paramLabel = "SPAN",
            converter = SpanOptions.LongSpan.class,
            description = "Length of the intervals of the aggregate, 1ms to 3660d.")
    private @Nullable Duration interval;

    @Option(names = "--reverse", description = "From the latest to the earliest.")
    private boolean reverse;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many values of each tag.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--bounds", description = "The values before begin and after end, too, where none is on them.")
    private boolean bounds;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;

    HistoryRead() {}

    @Override
    public Integer call() {
        HistoryReadDetails details = details(Instant.now());
        Optional<RowFormat> format =
                json ? Optional.of(RowFormat.JSONL) : csv ? Optional.of(RowFormat.CSV) : Optional.empty();
        boolean good = true;
        try (FailoverClient client = connection.open(Out.line(spec))) {
            NodeNames names = Answers.names(client, connection.timeout());
            HistoryPages pages = new HistoryPages(client, connection.timeout());
            HistoryPrinter printer = new HistoryPrinter(Out.of(spec), format, modified);
            for (String tag : tags) {
                good &= read(pages, names, tag, details, printer);
            }
        }
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean read(
            HistoryPages pages, NodeNames names, String tag, HistoryReadDetails details, HistoryPrinter printer) {
        printer.begin(tag);
        long[] count = {0};
        StatusCode status = pages.read(names.expanded(tag), details, (value, change) -> {
            count[0]++;
            return printer.print(new Row(tag, value, change)) && count[0] < limit;
        });
        printer.end(count[0]);
        if (!status.isGood()) {
            Out.line(spec).getErr().println(ValueText.oneLine(tag) + ": cannot be read, " + ValueText.status(status));
        }
        return status.isGood();
    }

    private HistoryReadDetails details(Instant now) {
        long kinds = Stream.of(modified, !times.isEmpty(), aggregate != null)
                .filter(each -> each)
                .count();
        check(kinds <= 1, "only one of --modified, --at and --aggregate can be given");
        check(!json || !csv, "only one of --json and --csv can be given");
        check(limit >= 1, "--limit '" + limit + "' must be 1 or more");
        check((aggregate == null) == (interval == null), "--aggregate and --interval need each other");
        check(!bounds || kinds == 0, "--bounds is for values as they were archived");
        if (!times.isEmpty()) {
            check(!span.given() && !reverse, "--at needs no --from, --to and --reverse");
            check(times.size() <= TIMES_MAX, "--at can be given " + TIMES_MAX + " times at most");
            return HistoryQuery.at(times.stream()
                    .map(text -> SpanOptions.instant(Out.line(spec), "--at", text, now))
                    .toList());
        }
        SpanOptions.Span wanted = span.span(Out.line(spec), now, now.minus(DEFAULT_SPAN));
        Instant begin = reverse ? wanted.to() : wanted.from();
        Instant end = reverse ? wanted.from() : wanted.to();
        if (aggregate != null && interval != null) {
            return HistoryQuery.processed(begin, end, aggregate(aggregate), interval);
        }
        return modified ? HistoryQuery.modified(begin, end, limit) : HistoryQuery.raw(begin, end, limit, bounds);
    }

    private Aggregate aggregate(String name) {
        return Arrays.stream(Aggregate.values())
                .filter(each -> each.browseName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        Out.line(spec),
                        "--aggregate '" + name + "' must be one of "
                                + Arrays.stream(Aggregate.values())
                                        .map(Aggregate::browseName)
                                        .collect(Collectors.joining(", "))));
    }

    private void check(boolean condition, String rule) {
        if (!condition) {
            throw new ParameterException(Out.line(spec), rule);
        }
    }
}
