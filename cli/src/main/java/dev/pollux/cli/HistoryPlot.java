package dev.pollux.cli;

import dev.pollux.archive.Ticks;
import dev.pollux.cli.history.HistoryPages;
import dev.pollux.cli.history.SvgChart;
import dev.pollux.cli.history.TerminalChart;
import dev.pollux.cli.history.Trend;
import dev.pollux.cli.history.TrendReader;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.NodeNames;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverClient;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws trends. */
@Command(
        name = "plot",
        description = {
            "Draws trends of numbers on the terminal or into an SVG file, one below the other.",
            "Long trends show lowest and highest value of each column; a hole stays a hole."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history plot Intake.T100.Level",
            "  pollux history plot Intake.T100.Level Intake.P101.Flow --from -7d --height 10",
            "  pollux history plot Intake.T100.Level --from 2026-11-01 --to 2026-12-01 --svg november.svg",
            "",
            "Exit codes: 0 drawn, 1 a tag has no history that can be drawn, or nothing in this span, 2 no station"
                    + " answers, 64 wrong command line."
        })
final class HistoryPlot implements Callable<Integer> {
    private static final Duration DEFAULT_SPAN = Duration.ofHours(1);
    private static final int WIDTH_DEFAULT = 80;
    private static final int TAGS_MAX = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private SpanOptions span = new SpanOptions();

    @Parameters(
            paramLabel = "TAG",
            arity = "1..*",
            description = "Tags to draw, 20 at most; --from is an hour ago if not given.")
    private List<String> tags = List.of();

    @Option(names = "--svg", paramLabel = "FILE", description = "Write an SVG file instead.")
    private @Nullable Path svg;

    @Option(names = "--width", paramLabel = "N", description = "Characters, 30 to 1000. Default: the terminal, or 80.")
    private int width;

    @Option(
            names = "--height",
            paramLabel = "N",
            defaultValue = "15",
            description = "Lines of a curve, 3 to 200. Default: ${DEFAULT-VALUE}.")
    private int height = 15;

    @Option(names = "--ascii", description = "Draw with ASCII only. Default: Braille where the terminal can show it.")
    private boolean ascii;

    HistoryPlot() {}

    @Override
    public Integer call() {
        check(tags.size() <= TAGS_MAX, "TAG can be given " + TAGS_MAX + " times at most");
        check(width == 0 || (width >= 30 && width <= 1000), "--width '" + width + "' must be 30 to 1000");
        check(height >= 3 && height <= 200, "--height '" + height + "' must be 3 to 200");
        SpanOptions.Span wanted =
                span.span(Out.line(spec), Instant.now(), Instant.now().minus(DEFAULT_SPAN));
        boolean plain = ascii || !TerminalChart.canBraille(Charset.defaultCharset());
        TerminalChart chart = new TerminalChart(width == 0 ? terminalWidth() : width, height, plain);
        int columns = svg == null ? chart.columns() : SvgChart.COLUMNS;
        List<Trend> trends = new ArrayList<>();
        try (FailoverClient client = connection.open(Out.line(spec))) {
            NodeNames names = Answers.names(client, connection.timeout());
            TrendReader reader = new TrendReader(
                    new HistoryPages(client, connection.timeout()), Ticks.of(wanted.from()), Ticks.of(wanted.to()));
            for (String tag : tags) {
                trends.add(new Trend(
                        tag, unit(client, names, tag), reader.read(tag, names.expanded(tag), columns, Instant.now())));
            }
        }
        draw(chart, trends);
        return trends.stream().anyMatch(trend -> trend.columns().isEmpty()) ? ExitCode.FAILED : ExitCode.OK;
    }

    private void draw(TerminalChart chart, List<Trend> trends) {
        ZoneId zone = ZoneId.systemDefault();
        if (svg == null) {
            for (Trend trend : trends) {
                chart.draw(trend, zone).forEach(Out.of(spec)::println);
            }
            return;
        }
        Path part = svg.resolveSibling(svg.getFileName() + ".part");
        try {
            Files.writeString(part, SvgChart.draw(trends, zone));
            Files.move(part, svg, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot write " + svg + ": " + ValueText.reason(e), e);
        }
        Out.of(spec).println(svg + ": " + trends.size() + (trends.size() == 1 ? " trend" : " trends"));
    }

    private String unit(FailoverClient client, NodeNames names, String tag) {
        DataValue value = Answers.await(
                        client.read(List.of(names.expanded(tag + "#EngineeringUnits"))), connection.timeout())
                .get(0);
        Object content = value.value().value();
        Object unit = content instanceof ExtensionObject encoded && !encoded.isNull()
                ? encoded.decode(org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext.INSTANCE)
                : content;
        return unit instanceof EUInformation known && known.getDisplayName().text() != null
                ? ValueText.oneLine(String.valueOf(known.getDisplayName().text()))
                : "";
    }

    private static int terminalWidth() {
        if (Prompt.console().isEmpty()) {
            return WIDTH_DEFAULT;
        }
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            return terminal.getWidth() >= 30 ? Math.min(1000, terminal.getWidth() - 1) : WIDTH_DEFAULT;
        } catch (IOException e) {
            return WIDTH_DEFAULT;
        }
    }

    private void check(boolean condition, String rule) {
        if (!condition) {
            throw new ParameterException(Out.line(spec), rule);
        }
    }
}
