package dev.pollux.archive.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Value;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The aggregates as OPC UA knows them. */
class AggregateTest {
    // Taken from namespace 0 of the OPC Foundation: the numbers are neither in a row nor to be guessed.
    @Test
    void theyHaveTheirStandardNumbers() {
        assertThat(Aggregate.of(2341)).contains(Aggregate.INTERPOLATIVE);
        assertThat(Aggregate.of(2342)).contains(Aggregate.AVERAGE);
        assertThat(Aggregate.of(11285)).contains(Aggregate.TIME_AVERAGE2);
        assertThat(Aggregate.of(11304)).contains(Aggregate.TOTAL2);
        assertThat(Aggregate.of(2352)).contains(Aggregate.COUNT);
        assertThat(Aggregate.of(11307)).contains(Aggregate.DURATION_IN_STATE_ZERO);
        assertThat(Aggregate.of(2355)).contains(Aggregate.NUMBER_OF_TRANSITIONS);
        assertThat(Aggregate.of(11507)).contains(Aggregate.DELTA_BOUNDS);
        assertThat(Aggregate.of(11292)).contains(Aggregate.WORST_QUALITY2);
        assertThat(Aggregate.of(11429)).contains(Aggregate.VARIANCE_POPULATION);
        assertThat(Aggregate.of(2345)).isEmpty();
        assertThat(Aggregate.of((1L << 32) + 2342)).isEmpty();
        assertThat(Aggregate.of("MinimumActualTime2")).contains(Aggregate.MINIMUM_ACTUAL_TIME2);
        assertThat(Aggregate.values()).hasSize(37);
        assertThat(Arrays.stream(Aggregate.values()).map(Aggregate::id)).doesNotHaveDuplicates();
    }

    // OPC 10000-13 Table 13.
    @Test
    void notEachIsForEachType() {
        assertThat(Aggregate.AVERAGE.appliesTo(Value.UINT64)).isTrue();
        assertThat(Aggregate.AVERAGE.appliesTo(Value.BOOLEAN)).isFalse();
        assertThat(Aggregate.AVERAGE.appliesTo(Value.DATE_TIME)).isFalse();
        assertThat(Aggregate.NUMBER_OF_TRANSITIONS.appliesTo(Value.BOOLEAN)).isTrue();
        assertThat(Aggregate.NUMBER_OF_TRANSITIONS.appliesTo(Value.STRING)).isFalse();
        assertThat(Aggregate.END.appliesTo(Value.ENCODED)).isTrue();
    }
}
