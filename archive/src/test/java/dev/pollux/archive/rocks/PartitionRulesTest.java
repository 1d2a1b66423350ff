package dev.pollux.archive.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartitionRulesTest {
    private static final long DAY = Ticks.PER_DAY;
    private static final long NOW = 155_000 * DAY + 17;

    private static TimeRange range(long time, int days) {
        return PartitionRules.range(time, NOW, days, TimeRange.ALL, false);
    }

    @Test
    void nearThePresentAPartitionIsAsLongAsConfigured() {
        assertThat(range(NOW, 1)).isEqualTo(new TimeRange(155_000 * DAY, 155_001 * DAY));
        assertThat(range(NOW - 100 * DAY, 7).to() - range(NOW - 100 * DAY, 7).from())
                .isEqualTo(7 * DAY);
    }

    @Test
    void aPartitionHoldsItsTimeAndNothingThatAnotherHolds() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10_000; i++) {
            long time = random.nextLong(Ticks.MIN, Ticks.MAX);
            TimeRange gap = new TimeRange(time - random.nextLong(time + 1), time + 1 + random.nextInt(1_000_000));
            TimeRange range = PartitionRules.range(time, NOW, 1 + random.nextInt(31), gap, random.nextBoolean());
            assertThat(range.contains(time)).isTrue();
            assertThat(gap.intersect(range)).isEqualTo(range);
        }
    }

    @Test
    void whateverTheTimesThereAreNoThousands() {
        Set<TimeRange> ranges = new HashSet<>();
        for (long time = Ticks.MIN; time < Ticks.MAX; time += DAY / 2) {
            ranges.add(range(time, 1));
        }
        assertThat(ranges).hasSizeBetween(800, 950);
    }

    // The budget must cost what is oldest; only then what a wrong clock has put into the future; never the present.
    @Test
    void theOldestGoesFirstAndThePresentNever() {
        Partition old = new Partition("minute", new TimeRange(NOW - 9 * DAY, NOW - 8 * DAY));
        Partition young = new Partition(Series.VALUES, new TimeRange(NOW - 2 * DAY, NOW - DAY));
        Partition present = new Partition(Series.VALUES, new TimeRange(NOW - 17, NOW + DAY - 17));
        Partition future = new Partition(Series.VALUES, new TimeRange(NOW + 99 * DAY, NOW + 100 * DAY));

        assertThat(PartitionRules.expendable(List.of(future, present, young, old), NOW))
                .contains(old);
        assertThat(PartitionRules.expendable(List.of(future, present, young), NOW))
                .contains(young);
        assertThat(PartitionRules.expendable(List.of(future, present), NOW)).contains(future);
        assertThat(PartitionRules.expendable(List.of(present), NOW)).isEmpty();
    }

    @Test
    void theNameOfAColumnFamilyTellsItsPartition() {
        Partition partition = new Partition("hour-2", new TimeRange(5, 17));

        assertThat(Partition.of(partition.family())).contains(partition);
        assertThat(Partition.of("coverage")).isEmpty();
    }
}
