package dev.pollux.archive.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every aggregate gives for the example historians of OPC 10000-13 Annex A. The results in {@code
 * example-historians.txt} are this program's own; they were held against the published ones when they were made, see
 * docs/decisions.md. A change of any of them must be meant: {@code -Dpollux.regenerate=true} writes the file anew.
 */
class ExampleHistoriansTest {
    private static final String FILE = "example-historians.txt";
    private static final Path SOURCE = Path.of("src/test/resources/dev/pollux/archive/aggregate", FILE);
    private static final List<Integer> LENGTHS = List.of(5, 16, 20);
    private static final String HEAD = """
            # What every aggregate gives for the example historians of OPC 10000-13 Annex A: aggregate, historian,
            # interval in seconds | one result for each interval from 12:00:00 to 12:01:40.
            #
            # value     rounded to four places; of WorstQuality a status in hexadecimal; none is the null Variant
            # status    nothing Good, ? Uncertain_DataSubNormal, ?? Uncertain, x Bad, - Bad_NoData
            # bits      c Calculated, i Interpolated, p Partial, m MultipleValues; nothing Raw
            # @seconds  time after 12:00:00 if it is not the start of the interval

            """;

    @TestFactory
    Stream<DynamicTest> everyTableHolds() throws IOException {
        if (Boolean.getBoolean("pollux.regenerate")) {
            Files.writeString(SOURCE, HEAD + String.join("\n", computed()) + "\n");
        }
        List<String> computed = computed();
        List<String> kept = kept();
        assertThat(kept).as("tables").hasSameSizeAs(computed);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            String expected = kept.get(i);
            String actual = computed.get(i);
            String name = actual.substring(0, actual.indexOf('|'));
            tests.add(DynamicTest.dynamicTest(
                    name, () -> assertThat(actual.split(" ", -1)).containsExactly(expected.split(" ", -1))));
        }
        return tests.stream();
    }

    // By hand, from the definition of historian 1: a good sample every 10 s, the one at 40 s bad, the one at 70 s
    // uncertain.
    @Test
    void theFirstHistorianReckonedByHand() throws IOException {
        assertThat(kept())
                .contains("Interpolative 1 5 | - - 10 15i 20 25i 30 35?i 40?i 45?i 50 55i 60 65?i 70?? 75?i 80 85i 90"
                        + " 90?i")
                .contains("Average 1 20 | 10c 25c 50?c 60?c 85c");
    }

    private static List<String> kept() throws IOException {
        try (InputStream in = ExampleHistoriansTest.class.getResourceAsStream(FILE)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static List<String> computed() {
        List<String> tables = new ArrayList<>();
        for (Aggregate aggregate : Aggregate.values()) {
            for (int number = 1; number <= 5; number++) {
                Historian historian = Historian.number(number);
                if (aggregate.appliesTo(historian.samples().get(1).value().type())) {
                    LENGTHS.forEach(seconds -> tables.add(table(aggregate, historian, seconds)));
                }
            }
        }
        return tables;
    }

    private static String table(Aggregate aggregate, Historian historian, int seconds) {
        long end = Historian.NOON + 100 * Ticks.PER_SECOND;
        Intervals intervals = new Intervals(Historian.NOON, end, seconds * Ticks.PER_SECOND);
        Aggregation aggregation = new Aggregation(
                AggregateRequest.of(aggregate, historian.config(), historian.stepped(), intervals),
                new ListSource(historian.samples(), historian.annotations(), 0));
        List<String> results = new ArrayList<>();
        for (int index = 0; aggregation.hasNext(); index++) {
            results.add(shown(aggregation.next().get(0), intervals.startOf(index)));
        }
        return aggregate.browseName() + " " + historian.number() + " " + seconds + " | " + String.join(" ", results);
    }

    private static String shown(ArchivedSample sample, long start) {
        String at =
                sample.time() == start ? "" : "@" + plain((double) (sample.time() - Historian.NOON) / Ticks.PER_SECOND);
        return value(sample.value()) + severity(sample.status()) + bits(sample.status()) + at;
    }

    private static String value(Value value) {
        if (value.isNull()) {
            return "";
        }
        if (value.content() instanceof Value.Encoded encoded) {
            return Integer.toHexString(ByteBuffer.wrap(encoded.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt(1));
        }
        return value.isNumber() ? plain(value.number()) : String.valueOf(value.content());
    }

    private static String plain(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).setScale(4, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private static String severity(int status) {
        int code = HistoryStatus.code(status);
        if (code == HistoryStatus.GOOD) {
            return "";
        }
        return code == HistoryStatus.UNCERTAIN_DATA_SUB_NORMAL
                ? "?"
                : code == Historian.UNCERTAIN ? "??" : code == HistoryStatus.BAD_NO_DATA ? "-" : "x";
    }

    private static String bits(int status) {
        return ((status & HistoryStatus.CALCULATED) != 0 ? "c" : "")
                + ((status & HistoryStatus.INTERPOLATED) != 0 ? "i" : "")
                + ((status & HistoryStatus.PARTIAL) != 0 ? "p" : "")
                + ((status & HistoryStatus.MULTI_VALUE) != 0 ? "m" : "");
    }
}
