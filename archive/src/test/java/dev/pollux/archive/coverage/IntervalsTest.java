package dev.pollux.archive.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    private static final int SPAN = 64;
    private static final int ROUNDS = Integer.getInteger("pollux.rounds", 3_000);

    @Test
    void rangesThatTouchBecomeOne() {
        Intervals apart = Intervals.of(List.of(range(10, 20), range(30, 40)));
        assertThat(apart.ranges()).containsExactly(range(10, 20), range(30, 40)); // control

        assertThat(apart.plus(range(20, 30)).ranges()).containsExactly(range(10, 40));
    }

    @Test
    void takingAwayTheMiddleLeavesTwoRanges() {
        assertThat(Intervals.of(range(0, 10)).minus(range(3, 7)).ranges()).containsExactly(range(0, 3), range(7, 10));
    }

    @Test
    void anEmptyRangeChangesNothingAndIsAlwaysCovered() {
        Intervals some = Intervals.of(range(10, 20));

        assertThat(some.plus(range(15, 15))).isEqualTo(some);
        assertThat(some.plus(range(50, 50))).isEqualTo(some);
        assertThat(some.minus(range(15, 15))).isEqualTo(some);
        assertThat(some.covers(range(50, 50))).isTrue();
        assertThat(Intervals.of(range(5, 5))).isEqualTo(Intervals.NONE);
    }

    @Test
    void allOfTimeFits() {
        Intervals all = Intervals.of(TimeRange.ALL);

        assertThat(all.measure()).isEqualTo(Ticks.MAX);
        assertThat(all.contains(Ticks.MIN)).isTrue();
        assertThat(all.contains(Ticks.MAX)).isFalse();
        assertThat(all.minus(TimeRange.ALL).isEmpty()).isTrue();
    }

    // Whatever was done to a set, it holds the instants that a plain bit for each instant says, in the one normal form.
    @Test
    void everyOperationAgreesWithOneBitForEachInstant() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Intervals a = Intervals.NONE;
            Intervals b = Intervals.NONE;
            BitSet bitsA = new BitSet();
            BitSet bitsB = new BitSet();
            for (int step = 0; step < 12; step++) {
                TimeRange range = randomRange(random);
                int from = (int) range.from();
                int to = (int) range.to();
                switch (random.nextInt(7)) {
                    case 0, 1 -> {
                        a = a.plus(range);
                        bitsA.set(from, to);
                    }
                    case 2 -> {
                        a = a.minus(range);
                        bitsA.clear(from, to);
                    }
                    case 3 -> {
                        b = b.plus(range);
                        bitsB.set(from, to);
                    }
                    case 4 -> {
                        a = a.union(b);
                        bitsA.or(bitsB);
                    }
                    case 5 -> {
                        a = a.minus(b);
                        bitsA.andNot(bitsB);
                    }
                    default -> {
                        BitSet both = (BitSet) bitsA.clone();
                        both.and(bitsB);
                        assertSame(seed, a.intersect(b), both);
                    }
                }
                assertSame(seed, a, bitsA);
                assertQuestions(seed, a, bitsA, range);
            }
        }
    }

    @Test
    void rangesInAnyOrderMakeTheSameSet() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<TimeRange> ranges = new ArrayList<>();
            BitSet bits = new BitSet();
            for (int i = random.nextInt(20); i > 0; i--) {
                TimeRange range = randomRange(random);
                ranges.add(range);
                bits.set((int) range.from(), (int) range.to());
            }
            assertSame(seed, Intervals.of(ranges), bits);
        }
    }

    private static void assertQuestions(long seed, Intervals set, BitSet bits, TimeRange range) {
        int from = (int) range.from();
        int to = (int) range.to();
        assertThat(set.contains(from)).as("seed %d", seed).isEqualTo(bits.get(from));
        assertThat(set.covers(range)).as("seed %d", seed).isEqualTo(bits.nextClearBit(from) >= to);
        BitSet inside = new BitSet();
        inside.set(from, to);
        BitSet gaps = (BitSet) inside.clone();
        gaps.andNot(bits);
        assertSame(seed, set.gaps(range), gaps);
        inside.and(bits);
        assertSame(seed, set.intersect(range), inside);
    }

    private static void assertSame(long seed, Intervals set, BitSet bits) {
        List<TimeRange> expected = new ArrayList<>();
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int to = bits.nextClearBit(from);
            expected.add(range(from, to));
            from = bits.nextSetBit(to);
        }
        assertThat(set.ranges()).as("seed %d", seed).isEqualTo(expected);
        assertThat(set.measure()).as("seed %d", seed).isEqualTo(bits.cardinality());
        assertThat(set).as("seed %d", seed).isEqualTo(Intervals.of(expected));
        assertThat(set.last()).as("seed %d", seed).isEqualTo(expected.isEmpty() ? null : expected.get(set.size() - 1));
    }

    private static TimeRange randomRange(SplittableRandom random) {
        int from = random.nextInt(SPAN);
        return range(from, from + random.nextInt(1 + random.nextInt(SPAN / 2)));
    }

    private static TimeRange range(long from, long to) {
        return new TimeRange(from, to);
    }
}
