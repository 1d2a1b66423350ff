package dev.pollux.cli;

import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.cli.history.HistoryPages;
import dev.pollux.cli.history.HistoryQuery;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is archived of each tag. */
@Command(
        name = "stats",
        description = {
            "Tells for each tag how many good values are archived in a span, the first and the last of all, and for how"
                    + " much of the span it was good.",
            "How the archives themselves do is told by `pollux status archive`."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history stats",
            "  pollux history stats Intake.T100.Level Intake.P101.Flow --from -7d",
            "",
            "Exit codes: 0 told, 1 a tag cannot be read, 2 no station answers, 64 wrong command line."
        })
final class HistoryStats implements Callable<Integer> {
    private static final Duration DEFAULT_SPAN = Duration.ofDays(1);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private SpanOptions span = new SpanOptions();

    @Parameters(
            paramLabel = "TAG",
            arity = "0..*",
            description = "Tags. Default: all that have history; --from is a day ago if not given.")
    private List<String> tags = List.of();

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    HistoryStats() {}

    /** What is archived of one tag, as far as it is known. */
    private record Stats(
            String tag,
            StatusCode status,
            Optional<Number> count,
            Optional<Number> good,
            Optional<Instant> first,
            Optional<Instant> last) {}

    @Override
    public Integer call() {
        Instant now = Instant.now();
        SpanOptions.Span wanted = span.span(Out.line(spec), now, now.minus(DEFAULT_SPAN));
        boolean good = true;
        try (FailoverClient client = connection.open(Out.line(spec))) {
            NodeNames names = Answers.names(client, connection.timeout());
            HistoryPages pages = new HistoryPages(client, connection.timeout());
            List<String> asked = tags.isEmpty() ? new HistoryTags(client, names, connection.timeout()).all() : tags;
            int width = asked.stream().mapToInt(String::length).max().orElse(3);
            if (!json) {
                Out.of(spec)
                        .println(String.format(
                                Locale.ROOT,
                                "%-" + width + "s  %12s  %7s  %-23s  %s",
                                "tag",
                                "values",
                                "good",
                                "first of all",
                                "last of all"));
            }
            for (String tag : asked) {
                Stats stats = stats(pages, tag, names.expanded(tag), wanted);
                print(stats, width);
                good &= stats.status().isGood();
            }
        }
        return good ? ExitCode.OK : ExitCode.FAILED;
    }

    private static Stats stats(HistoryPages pages, String tag, ExpandedNodeId node, SpanOptions.Span span) {
        Duration whole = Duration.between(span.from(), span.to());
        DataValue[] found = new DataValue[4];
        List<HistoryReadDetails> questions = List.of(
                HistoryQuery.raw(SpanOptions.BEGINNING, span.to(), 1, false),
                HistoryQuery.raw(span.to(), SpanOptions.BEGINNING, 1, false),
                HistoryQuery.processed(span.from(), span.to(), Aggregate.COUNT, whole),
                HistoryQuery.processed(span.from(), span.to(), Aggregate.PERCENT_GOOD, whole));
        StatusCode worst = StatusCode.GOOD;
        for (int i = 0; i < questions.size() && worst.isGood(); i++) {
            int place = i;
            worst = pages.read(node, questions.get(i), (value, change) -> {
                found[place] = value;
                return false;
            });
        }
        return new Stats(tag, worst, number(found[2]), number(found[3]), time(found[0]), time(found[1]));
    }

    private static Optional<Number> number(@Nullable DataValue value) {
        return value != null && value.value().value() instanceof Number number ? Optional.of(number) : Optional.empty();
    }

    private static Optional<Instant> time(@Nullable DataValue value) {
        return value == null ? Optional.empty() : Optional.ofNullable(ValueText.sourceTime(value));
    }

    private void print(Stats stats, int width) {
        PrintWriter out = Out.of(spec);
        if (json) {
            Map<String, @Nullable Object> content = new LinkedHashMap<>();
            content.put("tag", stats.tag());
            content.put("status", ValueText.status(stats.status()));
            content.put("values", stats.count().map(ValueText::plain).orElse(null));
            content.put("percentGood", stats.good().map(ValueText::plain).orElse(null));
            content.put("first", stats.first().map(Instant::toString).orElse(null));
            content.put("last", stats.last().map(Instant::toString).orElse(null));
            out.println(JsonLine.compact(content));
        } else if (!stats.status().isGood()) {
            out.println(
                    String.format(Locale.ROOT, "%-" + width + "s  %s", stats.tag(), ValueText.status(stats.status())));
        } else {
            out.println(String.format(
                            Locale.ROOT,
                            "%-" + width + "s  %12s  %7s  %-23s  %s",
                            stats.tag(),
                            stats.count()
                                    .map(each -> String.format(Locale.ROOT, "%,d", each.longValue()))
                                    .orElse("-"),
                            stats.good()
                                    .map(each -> String.format(Locale.ROOT, "%.1f%%", each.doubleValue()))
                                    .orElse("-"),
                            stats.first().map(TIME::format).orElse("-"),
                            stats.last().map(TIME::format).orElse("-"))
                    .stripTrailing());
        }
        out.flush();
    }
}
