package dev.pollux.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Ticks;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ChartTest {
    private static final long BEGIN = Ticks.of(Instant.parse("2026-11-21T12:00:00Z"));
    private static final long END = Ticks.of(Instant.parse("2026-11-21T13:00:00Z"));
    private static final long MINUTE = 60 * Ticks.PER_SECOND;

    // A peak that lasts a moment is what an operator looks for; no reduction may swallow it.
    @Test
    void everyPeakShowsHoweverShort() {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TrendColumns columns = new TrendColumns(BEGIN, END, 1 + random.nextInt(300));
            double lowest = Double.POSITIVE_INFINITY;
            double highest = Double.NEGATIVE_INFINITY;
            long time = BEGIN;
            while (time < END) {
                double value = random.nextDouble(-100, 100);
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
                columns.value(time, value);
                time += 1 + random.nextLong(MINUTE);
            }
            columns.end(END);

            assertThat(columns.min()).as("seed %d", seed).isEqualTo(lowest);
            assertThat(columns.max()).as("seed %d", seed).isEqualTo(highest);
            for (int i = 0; i < columns.count(); i++) {
                assertThat(columns.isEmpty(i)).as("seed %d, column %d", seed, i).isFalse();
            }
        }
    }

    @Test
    void valueHoldsUntilTheNextAndAHoleIsAHole() {
        TrendColumns columns = new TrendColumns(BEGIN, END, 60);
        columns.value(BEGIN - MINUTE, 1);
        columns.value(BEGIN + 10 * MINUTE, 2);
        columns.hole(BEGIN + 20 * MINUTE);
        columns.value(BEGIN + 40 * MINUTE, 3);
        columns.end(BEGIN + 50 * MINUTE);

        assertThat(columns.low(0)).isEqualTo(1);
        assertThat(columns.high(9)).isEqualTo(1);
        assertThat(columns.low(10)).isEqualTo(2);
        assertThat(columns.isEmpty(19)).isFalse();
        assertThat(columns.isEmpty(20)).isTrue();
        assertThat(columns.isEmpty(39)).isTrue();
        assertThat(columns.low(40)).isEqualTo(3);
        assertThat(columns.isEmpty(50)).isTrue();
    }

    private static Trend saw(int count) {
        TrendColumns columns = new TrendColumns(BEGIN, END, count);
        for (int minute = 0; minute < 60; minute++) {
            if (minute >= 20 && minute < 40) {
                columns.hole(BEGIN + minute * MINUTE);
            } else {
                columns.value(BEGIN + minute * MINUTE, minute % 20);
            }
        }
        columns.end(END);
        return new Trend("Intake.T100.Level", "m", columns);
    }

    @Test
    void terminalShowsCurveUnitAxesAndHole() {
        TerminalChart chart = new TerminalChart(60, 8, false);
        List<String> lines = chart.draw(saw(chart.columns()), ZoneOffset.UTC);

        assertThat(lines.get(0)).isEqualTo("Intake.T100.Level [m]  2026-11-21 12:00:00 to 2026-11-21 13:00:00 Z");
        assertThat(lines).hasSize(1 + 8 + 2).allMatch(line -> line.length() <= 80);
        // The middle third is a hole: nothing there but the two edges of the curve beside it.
        for (String line : lines.subList(1, 10)) {
            String middle = (line + " ".repeat(80)).substring(12 + 17, 12 + 31);
            assertThat(middle).as(line).isBlank();
        }
        assertThat(lines.get(9)).contains("└┬─").endsWith("┬");
        assertThat(lines.get(10)).contains("12:00", "12:30");
        assertThat(String.join("", lines)).contains("⣰", "10 ┤");
    }

    @Test
    void terminalWithoutBrailleGetsAscii() {
        TerminalChart chart = new TerminalChart(60, 8, true);
        List<String> lines = chart.draw(saw(chart.columns()), ZoneOffset.UTC);

        assertThat(String.join("", lines)).matches("\\p{ASCII}+").contains("*");
        assertThat(TerminalChart.canBraille(StandardCharsets.UTF_8)).isTrue();
        assertThat(TerminalChart.canBraille(StandardCharsets.US_ASCII)).isFalse();
    }

    @Test
    void nothingIsToldAsNothing() {
        TerminalChart chart = new TerminalChart(60, 8, false);
        Trend nothing = new Trend("T", "", new TrendColumns(BEGIN, END, chart.columns()));

        assertThat(chart.draw(nothing, ZoneOffset.UTC)).hasSize(2).last().isEqualTo("  no values");
        assertThat(SvgChart.draw(List.of(nothing), ZoneOffset.UTC)).contains("no values");
    }

    private static Document parsed(String svg) throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void svgHasAPanelForEachTrendAndLiftsThePenAtAHole() throws Exception {
        Trend one = saw(SvgChart.COLUMNS);
        Trend two = new Trend("A<B>&\"C\"", "", saw(SvgChart.COLUMNS).columns());
        Document svg = parsed(SvgChart.draw(List.of(one, two), ZoneOffset.UTC));

        assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo(2);
        String path = svg.getElementsByTagName("path")
                .item(0)
                .getAttributes()
                .getNamedItem("d")
                .getTextContent();
        assertThat(path.chars().filter(each -> each == 'M').count()).isEqualTo(2);
        assertThat(svg.getDocumentElement().getTextContent())
                .contains("Intake.T100.Level [m]", "A<B>&\"C\"", "12:30", "15", "2026-11-21 12:00:00");
    }

    @Test
    void svgStaysWellFormedWhateverTheValues() throws Exception {
        for (long seed = 1; seed <= 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TrendColumns columns = new TrendColumns(BEGIN, BEGIN + 1 + random.nextLong(END), SvgChart.COLUMNS);
            double size = Math.pow(10, random.nextInt(-300, 300));
            for (int i = random.nextInt(50); i > 0; i--) {
                columns.value(BEGIN + random.nextLong(1 + END / 50), random.nextDouble(-1, 1) * size);
            }
            columns.end(END);
            String svg = SvgChart.draw(List.of(new Trend("T", "", columns)), ZoneOffset.UTC);

            parsed(svg);
            assertThat(svg).as("seed %d", seed).doesNotContain("NaN").doesNotContain("Infinity");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H,   12:00 12:10 12:20 12:30 12:40 12:50 13:00",
        "PT10S,  12:00:00 12:00:02 12:00:04 12:00:06 12:00:08 12:00:10",
        "P3D,    11-21 12:00 11-22 00:00 11-22 12:00 11-23 00:00 11-23 12:00 11-24 00:00 11-24 12:00",
        "P365D,  2027-01-01 2027-04-01 2027-07-01 2027-10-01"
    })
    void timeAxisHasRoundTimes(Duration span, String expected) {
        Instant from = Instant.parse("2026-11-21T12:00:00Z");
        List<String> texts = Axis.times(from, from.plus(span), 8, ZoneOffset.UTC).stream()
                .map(Axis.Mark::text)
                .toList();
        assertThat(String.join(" ", texts)).isEqualTo(expected);
    }

    @Test
    void valueAxisHasRoundValuesInside() {
        for (long seed = 1; seed <= 1000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double low = random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-12, 12));
            double high = low + random.nextDouble() * Math.pow(10, random.nextInt(-3, 12)) + Math.abs(low) * 1e-6;
            List<Axis.Mark> marks = Axis.values(low, high, 7);

            assertThat(marks)
                    .as("seed %d: %s to %s", seed, low, high)
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(8);
            assertThat(marks).as("seed %d", seed).allMatch(mark -> mark.place() >= -1e-9 && mark.place() <= 1 + 1e-9);
        }
        assertThat(Axis.values(-0.4, 19.4, 5).stream().map(Axis.Mark::text)).containsExactly("0", "5", "10", "15");
    }

    @Test
    void progressTellsPartAndTimeLeft() {
        assertThat(Progress.line(0.5, "10 values", Duration.ofSeconds(10)))
                .isEqualTo("[############------------]  50%  10 values, 10 s left");
        assertThat(Progress.line(2, "", Duration.ZERO)).contains("100%");
    }
}
