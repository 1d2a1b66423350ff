package dev.pollux.archive.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.coverage.Intervals;
import dev.pollux.archive.sync.GapRules.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GapRulesTest {
    private static final TimeRange EVER = new TimeRange(0, 100_000);

    @Test
    void aGapIsCutAtMultiplesAndItsEndsAreKnown() {
        Coverage own = coverage("PLC1", new TimeRange(0, 150), new TimeRange(420, 1000));
        Coverage partner = coverage("PLC1", new TimeRange(0, 1000));

        assertThat(GapRules.plan(own, partner, EVER, 100))
                .containsExactly(
                        new Piece("PLC1", new TimeRange(150, 200), true, false),
                        new Piece("PLC1", new TimeRange(200, 300), false, false),
                        new Piece("PLC1", new TimeRange(300, 400), false, false),
                        new Piece("PLC1", new TimeRange(400, 420), false, true));
    }

    // What the partner does not have either cannot be fetched from it: asking again and again would never end.
    @Test
    void whatThePartnerLacksTooIsNoGap() {
        Coverage own = coverage("PLC1", new TimeRange(0, 100));
        Coverage partner = coverage("PLC1", new TimeRange(0, 90));

        assertThat(GapRules.plan(own, partner, EVER, 1000)).isEmpty();
        assertThat(GapRules.plan(Coverage.NONE, Coverage.NONE, EVER, 1000)).isEmpty();
    }

    // Live archiving of one station is always a moment behind the other's: that is no gap.
    @Test
    void whatIsTooYoungOrTooOldIsLeftAlone() {
        Coverage partner = coverage("PLC1", new TimeRange(0, 1000));

        assertThat(GapRules.plan(Coverage.NONE, partner, new TimeRange(300, 995), 10_000))
                .containsExactly(new Piece("PLC1", new TimeRange(300, 995), true, false));
    }

    // Alternating failures are worked off one after the other, whatever device they concern.
    @Test
    void theOldestComesFirst() {
        Coverage partner = new Coverage(Map.of(
                "A", Intervals.of(new TimeRange(500, 600)),
                "B", Intervals.of(List.of(new TimeRange(100, 200), new TimeRange(700, 800)))));

        assertThat(GapRules.plan(Coverage.NONE, partner, EVER, 1000))
                .extracting(piece -> piece.range().from())
                .containsExactly(100L, 500L, 700L);
    }

    @Test
    void thePiecesTogetherAreExactlyTheGap() {
        long seed = Long.getLong("pollux.seed", 7);
        for (int story = 0; story < 300; story++) {
            SplittableRandom random = new SplittableRandom(seed + story);
            Coverage own = any(random);
            Coverage partner = any(random);
            TimeRange window = range(random);

            List<Piece> pieces = GapRules.plan(own, partner, window, 1 + random.nextInt(300));

            Map<String, Intervals> sum = new HashMap<>();
            for (Piece piece : pieces) {
                Intervals before = sum.getOrDefault(piece.device(), Intervals.NONE);
                assertThat(before.intersect(piece.range()).isEmpty())
                        .as("no piece twice, seed %d", seed + story)
                        .isTrue();
                sum.put(piece.device(), before.plus(piece.range()));
            }
            assertThat(new Coverage(sum))
                    .as("seed %d", seed + story)
                    .isEqualTo(own.gapTo(partner).intersect(window));
        }
    }

    private static Coverage coverage(String device, TimeRange... ranges) {
        return new Coverage(Map.of(device, Intervals.of(List.of(ranges))));
    }

    private static Coverage any(SplittableRandom random) {
        Map<String, Intervals> devices = new HashMap<>();
        for (String device : List.of("A", "B")) {
            List<TimeRange> ranges = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                ranges.add(range(random));
            }
            devices.put(device, Intervals.of(ranges));
        }
        return new Coverage(devices);
    }

    private static TimeRange range(SplittableRandom random) {
        long from = random.nextInt(1000);
        return new TimeRange(from, from + random.nextInt(400));
    }
}
