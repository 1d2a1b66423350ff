package dev.pollux.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which observations of a device become samples, and when those were taken. */
class ChangeFilterTest {
    private static final int TAG = 7;
    private static final Instant GRID = Instant.parse("2026-11-21T22:39:03.600Z");

    private final List<Sample> delivered = new ArrayList<>();
    private final ChangeFilter filter =
            new ChangeFilter(batch -> batch.forEach(each -> delivered.add(each.sample())), until -> {});

    private void observe(Instant now, Object value, Quality quality, Instant at) {
        filter.begin(now);
        filter.add(TAG, value, quality, at);
        filter.flush();
    }

    private void lose(Instant now) {
        filter.begin(now);
        filter.add(TAG, null, Quality.BAD_NO_COMMUNICATION, now);
        filter.flush();
    }

    @Test
    void onlyChangesAreDelivered() {
        observe(GRID, 1, Quality.GOOD, GRID);
        observe(GRID.plusMillis(100), 1, Quality.GOOD, GRID.plusMillis(100));
        observe(GRID.plusMillis(200), 2, Quality.GOOD, GRID.plusMillis(200));

        assertThat(delivered).extracting(Sample::sourceTime).containsExactly(GRID, GRID.plusMillis(200));
    }

    /**
     * A station that wakes from a freeze finds its connection broken, marks its tags bad and polls again, all within
     * one interval. The poll belongs to an instant before the mark; with the time of the mark a client would get two
     * samples of one instant, and an archive would keep one of them only.
     */
    @Test
    void valuePolledForAnInstantBeforeTheTagsWereMarkedBadIsATickLater() {
        Instant marked = GRID.plusNanos(35_870_200);
        lose(marked);
        observe(marked.plusMillis(20), 5, Quality.GOOD, GRID);
        observe(GRID.plusMillis(100), 6, Quality.GOOD, GRID.plusMillis(100));

        assertThat(delivered)
                .extracting(Sample::sourceTime)
                .containsExactly(marked, marked.plusNanos(ChangeFilter.TICK_NANOS), GRID.plusMillis(100));
    }

    /** A clock that was an hour ahead and has been put right must not hold the tag an hour in the future. */
    @Test
    void timesInTheFutureAreLeftOnceTheClockIsRight() {
        Instant ahead = GRID.plusSeconds(3_600);
        observe(ahead, 1, Quality.GOOD, ahead);
        observe(GRID, 2, Quality.GOOD, GRID);

        assertThat(delivered).extracting(Sample::sourceTime).containsExactly(ahead, GRID);
    }
}
