package dev.pollux.archive.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Stamps follow cause and effect, whatever the wall clocks do. */
class HybridClockTest {
    @Test
    void aClockThatWasSetBackDoesNotTurnTheOrder() {
        HybridClock first = HybridClock.ZERO.next(1_000);
        HybridClock second = first.next(10);

        assertThat(second.stamp("A")).isGreaterThan(first.stamp("A"));
        assertThat(second.next(2_000).time())
                .as("control: it goes with the clock again")
                .isEqualTo(2_000);
    }

    @Test
    void anAnswerIsLaterThanWhatItAnswersThoughItsClockIsBehind() {
        Stamp heard = HybridClock.ZERO.next(5_000).stamp("A");

        assertThat(HybridClock.ZERO.heard(heard).next(10).stamp("B")).isGreaterThan(heard);
    }

    // Stations whose clocks jump by hours, that hear of each other late, twice or not at all: no stamp comes twice, and
    // each is later than all that its station knew of.
    @Test
    void stampsFollowCauseAndEffect() {
        long seed = Long.getLong("pollux.seed", 7);
        for (int story = 0; story < 200; story++) {
            SplittableRandom random = new SplittableRandom(seed + story);
            List<String> names = List.of("A", "B", "C");
            Map<String, HybridClock> clocks = new HashMap<>();
            Map<String, Stamp> knows = new HashMap<>();
            Map<String, Long> walls = new HashMap<>();
            List<Stamp> sent = new ArrayList<>();
            Set<Stamp> all = new HashSet<>();
            for (int step = 0; step < 200; step++) {
                String station = names.get(random.nextInt(3));
                long jump = random.nextInt(20) == 0 ? random.nextInt(200_000) - 100_000 : random.nextInt(100);
                long wall = Math.max(1, walls.merge(station, 100_000 + jump, (a, b) -> a + jump));
                HybridClock clock = clocks.getOrDefault(station, HybridClock.ZERO);
                if (sent.isEmpty() || random.nextBoolean()) {
                    HybridClock next = clock.next(wall);
                    Stamp made = next.stamp(station);
                    clocks.put(station, next);
                    Stamp known = knows.getOrDefault(station, made);
                    assertThat(made).as("seed %d", seed + story).isGreaterThanOrEqualTo(known);
                    assertThat(all.add(made))
                            .as("seed %d, %s twice", seed + story, made)
                            .isTrue();
                    knows.put(station, made);
                    sent.add(made);
                } else {
                    Stamp heard = sent.get(random.nextInt(sent.size()));
                    clocks.put(station, clock.heard(heard));
                    knows.merge(station, heard, (a, b) -> a.compareTo(b) >= 0 ? a : b);
                }
            }
        }
    }
}
