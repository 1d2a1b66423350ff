package dev.pollux.archive.aggregate;

import static dev.pollux.archive.aggregate.Historian.at;
import static dev.pollux.archive.aggregate.Historian.samples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** What the published examples do not show. Seconds are after noon; results as {@code value:status}. */
class AggregationTest {
    private static final AggregateConfig LENIENT = new AggregateConfig(false, 100, 100, false);

    @Test
    void nothingAtAllIsNoDataForEveryAggregate() {
        for (Aggregate aggregate : Aggregate.values()) {
            assertThat(run(aggregate, "", 0, 20, 10))
                    .as(aggregate.browseName())
                    .containsExactly("-:Bad_NoData", "-:Bad_NoData");
        }
        // Control: with one sample there is something for each.
        for (Aggregate aggregate : Aggregate.values()) {
            assertThat(run(aggregate, "-1:5 1:6 21:7", 0, 20, 20))
                    .as(aggregate.browseName())
                    .doesNotContain("-:Bad_NoData");
        }
    }

    // Only the start of an interval belongs to it: a sample on the border counts once, in the later interval.
    @Test
    void aSampleOnTheBorderBelongsToTheIntervalItStarts() {
        assertThat(run(Aggregate.COUNT, "0:1 10:2 20:3", 0, 20, 10)).containsExactly("1:c", "1:c");
        assertThat(run(Aggregate.END, "0:1 10:2 20:3", 0, 20, 10)).containsExactly("1.0:", "2.0:");
        assertThat(run(Aggregate.END_BOUND, "0:1 10:2 20:3", 0, 20, 10)).containsExactly("2.0:c", "3.0:c");
    }

    // Backwards it is the later end that belongs to it (§5.4.2.2), and results come from late to early.
    @Test
    void backwardsTheLateEndBelongsToTheInterval() {
        assertThat(run(Aggregate.END, "0:1 10:2 20:3", 20, 0, 10)).containsExactly("3.0:", "2.0:");
        assertThat(run(Aggregate.START_BOUND, "0:1 10:2 20:3", 20, 0, 10)).containsExactly("3.0:", "2.0:");
        assertThat(run(Aggregate.END_BOUND, "0:1 10:2 20:3", 20, 0, 10)).containsExactly("2.0:c", "1.0:c");
        assertThat(run(Aggregate.DELTA_BOUNDS, "0:1 10:2 20:3", 20, 0, 20)).containsExactly("-2.0:c");
        assertThat(run(Aggregate.INTERPOLATIVE, "0:1 10:2 20:3", 15, 0, 10)).containsExactly("2.5:i", "1.5:i");
    }

    // The last sample ends the interval before it, so the one after it is beyond the data; it is no maximum twice.
    @Test
    void backwardsTheLateSampleEndsTheDataAndCountsOnce() {
        assertThat(run(Aggregate.COUNT, "0:1 10:2", 30, 0, 10)).containsExactly("-:Bad_NoData", "-:Bad_NoData", "1:c");
        assertThat(run(Aggregate.MAXIMUM2, "0:1 10:3 20:1", 10, 0, 10)).containsExactly("3.0:");
    }

    // What lies beyond a stretch of bad samples is looked for once, not for each interval in it.
    @Test
    void aBadStretchIsReadTwiceAtMost() {
        List<ArchivedSample> series = new ArrayList<>(samples("0:1"));
        for (int second = 1; second < 1000; second++) {
            series.add(new ArchivedSample(at(second), 0, HistoryStatus.BAD, Value.NULL));
        }
        ListSource source = new ListSource(series);
        Intervals intervals = new Intervals(at(0), at(1000), Ticks.PER_SECOND);
        new Aggregation(AggregateRequest.of(Aggregate.TIME_AVERAGE, LENIENT, false, intervals), source)
                .forEachRemaining(row -> assertThat(row).hasSize(1));

        assertThat(source.reads()).isBetween(1000L, 2010L);
    }

    @Test
    void backwardsTheTimeOfAResultIsTheLateEnd() {
        List<ArchivedSample> results = new ArrayList<>();
        aggregation(Aggregate.COUNT, LENIENT, false, "0:1 25:2", 25, 0, 10)
                .forEachRemaining(row -> results.add(row.get(0)));

        assertThat(results).extracting(ArchivedSample::time).containsExactly(at(25), at(15), at(5));
        assertThat(results).extracting(ArchivedSample::serverTime).containsExactly(at(25), at(15), at(5));
    }

    // 20 s cut into 8 s: the last one has 4 s and says so, forwards as backwards.
    @Test
    void whatRemainsIsAShorterPartialInterval() {
        assertThat(run(Aggregate.DURATION_GOOD, "-1:1 30:1", 0, 20, 8))
                .containsExactly("8000.0:c", "8000.0:c", "4000.0:cp");
        assertThat(run(Aggregate.DURATION_GOOD, "-1:1 30:1", 20, 0, 8))
                .containsExactly("8000.0:c", "8000.0:c", "4000.0:cp");
        assertThat(run(Aggregate.DURATION_GOOD, "-1:1 30:1", 0, 20, 0)).containsExactly("20000.0:c");
        assertThat(run(Aggregate.DURATION_GOOD, "-1:1 30:1", 0, 20, 99)).containsExactly("20000.0:cp");
    }

    // Stepped the end bound says nothing about the interval; sloped it is its extreme, just before the end (§3.1.3).
    @Test
    void theEndBoundCountsOnlyIfValuesMoveToIt() {
        assertThat(run(Aggregate.MAXIMUM2, "0:1 20:3", 0, 10, 0)).containsExactly("2.0:i");
        ArchivedSample late = aggregation(Aggregate.MAXIMUM_ACTUAL_TIME2, LENIENT, false, "0:1 20:3", 0, 10, 0)
                .next()
                .get(0);
        assertThat(late.time()).isEqualTo(at(10) - Ticks.PER_MILLISECOND);
        assertThat(runStepped(Aggregate.MAXIMUM2, "0:1 20:3", 0, 10, 0)).containsExactly("1.0:");
        ArchivedSample early = aggregation(Aggregate.MINIMUM_ACTUAL_TIME2, LENIENT, false, "0:1 20:3", 10, 5, 0)
                .next()
                .get(0);
        assertThat(early.time()).isEqualTo(at(5) + Ticks.PER_MILLISECOND);
    }

    // A hole is not the last value: nothing is known until the next sample, and it is no sample to count.
    @Test
    void aHoleIsAHole() {
        String withHole = "0:5 10:- 20:7 40:7";
        assertThat(run(Aggregate.DURATION_BAD, withHole, 0, 40, 10))
                .containsExactly("0.0:c", "10000.0:c", "0.0:c", "0.0:c");
        assertThat(run(Aggregate.COUNT, withHole, 0, 40, 10)).containsExactly("1:c", "0:c", "1:c", "0:c");
        assertThat(run(Aggregate.TIME_AVERAGE2, withHole, 0, 40, 10))
                .containsExactly("5.0:c", "-:Bad_NoData", "7.0:c", "7.0:c");
        // What interpolates across it is uncertain (§3.1.8).
        assertThat(run(Aggregate.TIME_AVERAGE, withHole, 0, 20, 10)).containsExactly("5.5:?c", "6.5:?c");
        // Control: without it the value would hold.
        assertThat(runStepped(Aggregate.TIME_AVERAGE2, "0:5 20:7 40:7", 0, 20, 10))
                .containsExactly("5.0:c", "5.0:c");
    }

    // Archived on change, a tag that rests has no new samples. As long as it is known to rest, it has a value.
    @Test
    void theLastValueHoldsAsLongAsItIsKnownTo() {
        AggregateRequest request = new AggregateRequest(
                List.of(Aggregate.TIME_AVERAGE2, Aggregate.COUNT, Aggregate.INTERPOLATIVE, Aggregate.TIME_AVERAGE),
                LENIENT,
                false,
                new Intervals(at(0), at(40), 10 * Ticks.PER_SECOND));
        List<List<String>> rows = new ArrayList<>();
        new Aggregation(request, new ListSource(samples("0:5 5:8"), List.of(), at(25)))
                .forEachRemaining(
                        row -> rows.add(row.stream().map(AggregationTest::shown).toList()));

        assertThat(rows)
                .containsExactly(
                        List.of("7.25:c", "2:c", "5.0:", "7.25:c"),
                        List.of("8.0:c", "0:c", "8.0:i", "8.0:c"),
                        List.of("8.0:cp", "0:cp", "8.0:i", "8.0:?cp"),
                        List.of("-:Bad_NoData", "-:Bad_NoData", "8.0:?i", "-:Bad_NoData"));
        // Control: if nothing is known after the last sample, neither is there a value.
        assertThat(run(Aggregate.TIME_AVERAGE2, "0:5 5:8", 10, 20, 0)).containsExactly("-:Bad_NoData");
    }

    @Test
    void theShareOfBadSamplesDecidesTheStatus() {
        String halfBad = "0:4 1:! 2:! 3:8 20:1";
        assertThat(run(Aggregate.AVERAGE, new AggregateConfig(true, 51, 100, false), halfBad))
                .containsExactly("6.0:?c");
        assertThat(run(Aggregate.AVERAGE, new AggregateConfig(true, 50, 100, false), halfBad))
                .containsExactly("-:Bad");
        // Both limits met: good goes first (§4.2.1.2).
        assertThat(run(Aggregate.AVERAGE, new AggregateConfig(true, 50, 50, false), halfBad))
                .containsExactly("6.0:c");
    }

    @Test
    void valuesThatAreNoNumbersCountButCannotBeAveraged() {
        List<ArchivedSample> texts = List.of(text(0, "off"), text(4, "on"), text(20, "off"));
        assertThat(run(Aggregate.COUNT, texts)).containsExactly("2:c");
        assertThat(run(Aggregate.START, texts)).containsExactly("off:");
        assertThat(run(Aggregate.END_BOUND, texts)).containsExactly("on:c");
        assertThat(run(Aggregate.DURATION_GOOD, texts)).containsExactly("10000.0:c");
        for (Aggregate numeric : List.of(
                Aggregate.AVERAGE,
                Aggregate.TIME_AVERAGE,
                Aggregate.TOTAL2,
                Aggregate.MINIMUM,
                Aggregate.MAXIMUM2,
                Aggregate.RANGE,
                Aggregate.DELTA,
                Aggregate.DELTA_BOUNDS,
                Aggregate.NUMBER_OF_TRANSITIONS,
                Aggregate.DURATION_IN_STATE_ZERO,
                Aggregate.VARIANCE_SAMPLE)) {
            assertThat(run(numeric, texts)).as(numeric.browseName()).containsExactly("-:Bad_AggregateInvalidInputs");
        }
    }

    // The type of the source stays (Table 13), also where a number has to be made between two integers.
    @Test
    void resultsKeepTheTypeOfTheSamples() {
        List<ArchivedSample> bytes = List.of(integer(0, 10), integer(4, 13), integer(20, 200));
        assertThat(value(Aggregate.MAXIMUM, bytes)).isEqualTo(new Value(Value.BYTE, (short) 13));
        assertThat(value(Aggregate.END_BOUND, bytes)).isEqualTo(new Value(Value.BYTE, (short) 83));
        assertThat(value(Aggregate.DELTA, bytes)).isEqualTo(new Value(Value.BYTE, (short) 3));
        assertThat(value(Aggregate.AVERAGE, bytes)).isEqualTo(Value.of(11.5));
        assertThat(value(Aggregate.COUNT, bytes)).isEqualTo(new Value(Value.INT32, 2));
        // To the nearest: 13.75 between 13 and 15.
        assertThat(value(Aggregate.END_BOUND, List.of(integer(0, 10), integer(4, 13), integer(20, 15))))
                .isEqualTo(new Value(Value.BYTE, (short) 14));
        // An unsigned type has no room for a fall.
        assertThat(run(Aggregate.DELTA, List.of(integer(0, 9), integer(4, 3), integer(20, 1))))
                .containsExactly("-:Bad_AggregateInvalidInputs");
    }

    @Test
    void differencesOfLargeIntegersAreExact() {
        BigInteger large = BigInteger.ONE.shiftLeft(63);
        List<ArchivedSample> counters = List.of(
                new ArchivedSample(at(0), 0, 0, new Value(Value.UINT64, large)),
                new ArchivedSample(at(4), 0, 0, new Value(Value.UINT64, large.add(BigInteger.ONE))),
                new ArchivedSample(at(20), 0, 0, new Value(Value.UINT64, large)));
        assertThat(value(Aggregate.DELTA, counters)).isEqualTo(new Value(Value.UINT64, BigInteger.ONE));
    }

    @Test
    void aNotANumberIsLeftOut() {
        assertThat(run(Aggregate.AVERAGE, "0:4 1:NaN 2:8 20:1", 0, 10, 0)).containsExactly("6.0:?c");
        assertThat(run(Aggregate.MAXIMUM, "0:4 1:NaN 2:8 20:1", 0, 10, 0)).containsExactly("8.0:?c");
    }

    // What a continuation point has to hold: how many intervals were answered.
    @Test
    void aRequestGoesOnWhereItStopped() {
        for (int[] range : new int[][] {{0, 95}, {95, 0}}) {
            List<List<ArchivedSample>> whole = all(request(range), historian());
            AggregateRequest rest = request(range).after(3).after(2);

            assertThat(whole).hasSize(10);
            assertThat(all(rest, historian())).isEqualTo(whole.subList(5, 10));
        }
    }

    @Test
    void thereIsAnEnd() {
        Aggregation aggregation = aggregation(Aggregate.COUNT, LENIENT, false, "0:1", 0, 10, 0);
        aggregation.next();

        assertThat(aggregation.hasNext()).isFalse();
        assertThatThrownBy(aggregation::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void requestsAreChecked() {
        assertThatThrownBy(() -> new Intervals(5, 5, 1)).hasMessageContaining("differ");
        assertThatThrownBy(() -> new Intervals(5, 9, -1)).hasMessageContaining("0 or more");
        assertThatThrownBy(() -> new Intervals(0, 20, 10).after(2)).hasMessageContaining("nothing remains");
        assertThatThrownBy(() -> new AggregateConfig(true, 80, 0, false)).hasMessageContaining("at least");
        assertThat(AggregateConfig.valid(80, 20)).isTrue();
        assertThat(AggregateConfig.valid(101, 100)).isFalse();
    }

    private static AggregateRequest request(int[] range) {
        Intervals intervals = new Intervals(at(range[0]), at(range[1]), 10 * Ticks.PER_SECOND);
        return new AggregateRequest(Arrays.asList(Aggregate.values()), LENIENT, false, intervals);
    }

    private static ListSource historian() {
        Historian one = Historian.number(1);
        return new ListSource(one.samples(), one.annotations(), 0);
    }

    private static List<List<ArchivedSample>> all(AggregateRequest request, SampleSource source) {
        List<List<ArchivedSample>> rows = new ArrayList<>();
        new Aggregation(request, source).forEachRemaining(rows::add);
        return rows;
    }

    private static ArchivedSample text(int second, String text) {
        return new ArchivedSample(at(second), at(second), 0, new Value(Value.STRING, text));
    }

    private static ArchivedSample integer(int second, int number) {
        return new ArchivedSample(at(second), at(second), 0, new Value(Value.BYTE, (short) number));
    }

    private static Aggregation aggregation(
            Aggregate aggregate, AggregateConfig config, boolean stepped, String text, int... span) {
        Intervals intervals = new Intervals(at(span[0]), at(span[1]), span[2] * Ticks.PER_SECOND);
        return new Aggregation(
                AggregateRequest.of(aggregate, config, stepped, intervals),
                new ListSource(text.isEmpty() ? List.of() : samples(text)));
    }

    private static List<String> shown(Aggregation aggregation) {
        List<String> results = new ArrayList<>();
        aggregation.forEachRemaining(row -> results.add(shown(row.get(0))));
        return results;
    }

    private static List<String> run(Aggregate aggregate, String text, int start, int end, int length) {
        return shown(aggregation(aggregate, LENIENT, false, text, start, end, length));
    }

    private static List<String> runStepped(Aggregate aggregate, String text, int start, int end, int length) {
        return shown(aggregation(aggregate, LENIENT, true, text, start, end, length));
    }

    private static List<String> run(Aggregate aggregate, AggregateConfig config, String text) {
        return shown(aggregation(aggregate, config, false, text, 0, 10, 0));
    }

    private static List<String> run(Aggregate aggregate, List<ArchivedSample> samples) {
        Intervals intervals = new Intervals(at(0), at(10), 0);
        return shown(
                new Aggregation(AggregateRequest.of(aggregate, LENIENT, false, intervals), new ListSource(samples)));
    }

    private static Value value(Aggregate aggregate, List<ArchivedSample> samples) {
        Intervals intervals = new Intervals(at(0), at(10), 0);
        return new Aggregation(AggregateRequest.of(aggregate, LENIENT, false, intervals), new ListSource(samples))
                .next()
                .get(0)
                .value();
    }

    private static String shown(ArchivedSample sample) {
        int status = sample.status();
        String code = switch (HistoryStatus.code(status)) {
            case HistoryStatus.GOOD -> "";
            case HistoryStatus.UNCERTAIN_DATA_SUB_NORMAL -> "?";
            case HistoryStatus.BAD -> "Bad";
            case HistoryStatus.BAD_NO_DATA -> "Bad_NoData";
            case HistoryStatus.BAD_AGGREGATE_INVALID_INPUTS -> "Bad_AggregateInvalidInputs";
            default -> Integer.toHexString(status);
        };
        String bits = ((status & 3) == 1 ? "c" : (status & 3) == 2 ? "i" : "")
                + ((status & HistoryStatus.MULTI_VALUE) != 0 ? "m" : "")
                + ((status & HistoryStatus.PARTIAL) != 0 ? "p" : "");
        return (sample.value().isNull() ? "-" : sample.value().content()) + ":" + code + bits;
    }
}
