package dev.pollux.archive.aggregate;

import static dev.pollux.archive.aggregate.Historian.UNCERTAIN;
import static dev.pollux.archive.aggregate.Historian.at;
import static dev.pollux.archive.aggregate.Historian.samples;
import static dev.pollux.archive.aggregate.HistoryStatus.BAD;
import static dev.pollux.archive.aggregate.HistoryStatus.BAD_NO_DATA;
import static dev.pollux.archive.aggregate.HistoryStatus.GOOD;
import static dev.pollux.archive.aggregate.HistoryStatus.UNCERTAIN_DATA_SUB_NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values at an instant: OPC 10000-11 §6.5.5 with the bounds of OPC 10000-13 §3.1.8 and §3.1.9. */
class AtTimeTest {
    private static final AggregateConfig LENIENT = new AggregateConfig(false, 100, 100, false);
    private static final int RAW = 0x400;
    private static final int INTERPOLATED = 0x402;
    private static final List<ArchivedSample> SERIES = samples("10:10 20:20 30:! 40:40 50:50? 60:60");

    private final AtTime sloped = new AtTime(LENIENT, false, false);
    private final AtTime stepped = new AtTime(LENIENT, true, false);
    private final AtTime simple = new AtTime(LENIENT, false, true);

    @Test
    void aSampleAtTheInstantIsTheAnswerWhateverItsStatus() {
        is(sloped, 20, 20, GOOD | RAW);
        is(sloped, 50, 50, UNCERTAIN | RAW);
        assertThat(sloped.at(at(30), new ListSource(SERIES)).status()).isEqualTo(BAD);
        assertThat(simple.at(at(30), new ListSource(SERIES)).status()).isEqualTo(BAD);
    }

    @Test
    void betweenTwoSamplesThereIsALineOrAStep() {
        is(sloped, 14, 14, GOOD | INTERPOLATED);
        is(stepped, 14, 10, GOOD | INTERPOLATED);
        is(simple, 14, 14, GOOD | INTERPOLATED);
    }

    // Interpolated bounds look across what is bad and say so; simple ones stop there.
    @Test
    void badSamplesAreBridgedOrNot() {
        is(sloped, 25, 25, UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
        is(sloped, 35, 35, UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
        is(stepped, 25, 20, GOOD | INTERPOLATED);
        is(stepped, 35, 20, UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
        is(simple, 25, 20, UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
        none(simple, 35);
    }

    @Test
    void anUncertainNeighbourMakesItUncertain() {
        is(sloped, 45, 45, UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
        is(simple, 55, 55, UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
        is(stepped, 45, 40, GOOD | INTERPOLATED);
        // Counted as bad it is bridged.
        is(new AtTime(AggregateConfig.DEFAULT, false, false), 55, 55, UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
        none(new AtTime(AggregateConfig.DEFAULT, false, true), 55);
    }

    @Test
    void outsideOfTheDataThereIsNothingBeforeAndAGuessAfter() {
        none(sloped, 9);
        none(simple, 9);
        is(sloped, 70, 60, UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
        is(stepped, 70, 60, UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
        none(simple, 70);
        is(
                new AtTime(new AggregateConfig(false, 100, 100, true), false, false),
                70,
                70,
                UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
    }

    @Test
    void theLastValueIsNoGuessWhileItIsKnownToHold() {
        ListSource resting = new ListSource(SERIES, List.of(), at(80));
        for (AtTime rule : List.of(sloped, stepped, simple)) {
            assertThat(rule.at(at(70), resting).value()).isEqualTo(Value.of(60));
            assertThat(rule.at(at(70), resting).status()).isEqualTo(GOOD | INTERPOLATED);
            assertThat(rule.at(at(80), resting).status()).isEqualTo(GOOD | INTERPOLATED);
        }
        assertThat(sloped.at(at(81), resting).status()).isEqualTo(UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
    }

    // A text cannot be on a line between two texts: it stays, and does not care what follows.
    @Test
    void whatIsNoNumberStays() {
        List<ArchivedSample> states = samples("10:T 20:F? 30:!");
        for (AtTime rule : List.of(sloped, stepped, simple)) {
            ArchivedSample state = rule.at(at(15), new ListSource(states));
            assertThat(state.value()).isEqualTo(new Value(Value.BOOLEAN, true));
            assertThat(state.status()).isEqualTo(GOOD | INTERPOLATED);
        }
    }

    // A hole is no sample to return: nobody measured anything.
    @Test
    void atAHoleThereIsNoData() {
        List<ArchivedSample> hole = samples("10:10 20:- 30:30");
        assertThat(simple.at(at(20), new ListSource(hole)).status()).isEqualTo(BAD_NO_DATA);
        assertThat(simple.at(at(25), new ListSource(hole)).status()).isEqualTo(BAD_NO_DATA);
        assertThat(sloped.at(at(20), new ListSource(hole)).status())
                .isEqualTo(UNCERTAIN_DATA_SUB_NORMAL | INTERPOLATED);
    }

    private static void is(AtTime rule, int second, double value, int status) {
        ArchivedSample sample = rule.at(at(second), new ListSource(SERIES));
        assertThat(sample.time()).isEqualTo(at(second));
        assertThat(sample.value()).isEqualTo(Value.of(value));
        assertThat(Integer.toHexString(sample.status())).isEqualTo(Integer.toHexString(status));
    }

    private static void none(AtTime rule, int second) {
        ArchivedSample sample = rule.at(at(second), new ListSource(SERIES));
        assertThat(sample.value()).isEqualTo(Value.NULL);
        assertThat(sample.status()).isEqualTo(BAD_NO_DATA);
    }
}
