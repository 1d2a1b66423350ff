package dev.pollux.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.TimeRange;
import dev.pollux.server.history.HistoryQuery.Entries;
import dev.pollux.server.history.HistoryQuery.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EntryReadingTest {
    /** An entry and which of those at its instant it is. */
    private record Entry(long time, int which) {}

    // Many at one instant, long stretches without any, either direction, any portion: all of them, in order, once.
    @Test
    void portionsJoinedAreTheWholeInBothDirections() {
        long seed = Long.getLong("pollux.seed", 99);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            List<Entry> all = new ArrayList<>();
            long time = 10;
            for (int i = random.nextInt(12); i > 0; i--) {
                time += random.nextInt(4) == 0 ? random.nextLong(1L << 50) : 1 + random.nextInt(3);
                int count = random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(1, 4);
                for (int which = 0; which < count; which++) {
                    all.add(new Entry(time, which));
                }
            }
            TimeRange range = new TimeRange(5, time + 1 + random.nextInt(100));
            boolean reverse = random.nextBoolean();
            List<Entry> expected = new ArrayList<>(all);
            if (reverse) {
                Collections.reverse(expected);
            }
            assertThat(read(all, range, reverse, 1 + random.nextInt(20)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(expected);
        }
    }

    private static List<Entry> read(List<Entry> all, TimeRange range, boolean reverse, int portion) {
        List<Entry> read = new ArrayList<>();
        EntryReading<Entry> reading = new EntryReading<>(
                (within, limit) -> all.stream()
                        .filter(each -> within.contains(each.time()))
                        .limit(limit)
                        .toList(),
                Entry::time,
                read::add,
                5);
        Optional<HistoryQuery> rest = Optional.of(
                new Entries(Kind.ANNOTATIONS, new TimeDomain(range, reverse, portion, TimeDomain.UNLIMITED), 0));
        int portions = 0;
        while (rest.isPresent()) {
            int before = read.size();
            rest = reading.read((Entries) rest.get(), portion);
            assertThat(read.size() - before).isLessThanOrEqualTo(portion);
            assertThat(++portions).isLessThan(10_000);
        }
        return read;
    }
}
