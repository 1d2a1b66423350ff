package dev.pollux.server.source.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.source.block.PollingGrid.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When tags are polled, on clocks that a test moves. */
class PollingGridTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00.037Z");
    private static final long SECOND = 1_000_000_000L;

    private long uptime = 5_000 * SECOND;
    private Instant wall = START;
    private final GridClock clock = new GridClock(uptime, wall);
    private final PollingGrid grid = new PollingGrid(Duration.ofMillis(100));
    private final List<Slot> slots = new ArrayList<>();
    private final List<Long> uptimes = new ArrayList<>();

    // Two stations that were started at different times must stamp the same value alike.
    @Test
    void instantsAreMultiplesOfTheIntervalSinceTheEpoch() {
        pollFor(Duration.ofSeconds(2));

        assertThat(slots).hasSize(21);
        assertThat(slots)
                .allSatisfy(
                        each -> assertThat(each.instant().toEpochMilli() % 100).isZero());
        assertThat(slots.get(0).instant())
                .as("at once, for the instant that has passed")
                .isBefore(START);
        assertThat(slots).extracting(Slot::skipped).containsOnly(0L);
    }

    @Test
    void missedInstantsAreSkippedAndCounted() {
        pollFor(Duration.ofMillis(500));
        slots.clear();

        advance(Duration.ofMillis(350));
        take();
        pollFor(Duration.ofMillis(300));

        assertThat(slots.get(0).skipped()).isEqualTo(2);
        assertThat(slots.subList(1, slots.size())).extracting(Slot::skipped).containsOnly(0L);
    }

    @Test
    void aStepOfTheWallClockNeitherStallsNorBursts() {
        for (long step : new long[] {3600, -3600, 86400 * 365, -7}) {
            pollFor(Duration.ofSeconds(1));
            slots.clear();
            uptimes.clear();
            take();
            wall = wall.plusSeconds(step).plusMillis(13);

            pollFor(Duration.ofSeconds(1));

            assertThat(slots).as("step %d", step).hasSizeBetween(9, 11);
            assertThat(slots).extracting(Slot::skipped).containsOnly(0L);
            for (int i = 1; i < uptimes.size(); i++) {
                assertThat(uptimes.get(i) - uptimes.get(i - 1)).isBetween(SECOND / 20, SECOND / 5);
            }
            Slot last = slots.get(slots.size() - 1);
            assertThat(Duration.between(last.instant(), wall)).isBetween(Duration.ZERO, Duration.ofMillis(200));
        }
    }

    // A clock that is slewed, as NTP does it, must not lose or repeat an instant, and the grid must follow it.
    @Test
    void driftIsFollowedWithoutLosingOrRepeatingAnInstant() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 60_000; i++) {
            long millis = 1_000_000L;
            uptime += millis;
            // 500 ppm fast, and both clocks are never read at quite the same moment.
            wall = wall.plusNanos(millis + 500);
            boolean stepped = clock.adjust(uptime, wall.plusNanos(random.nextInt(2_000_000) - 1_000_000));
            assertThat(stepped).isFalse();
            grid.take(clock.wallNanos(uptime)).ifPresent(slots::add);
        }
        assertThat(slots).extracting(Slot::skipped).containsOnly(0L);
        assertThat(new HashSet<>(slots)).hasSameSizeAs(slots);
        assertThat(slots).hasSizeBetween(599, 602);
        assertThat(Duration.between(clock.wall(uptime), wall).abs()).isLessThan(Duration.ofMillis(3));
    }

    @Test
    void afterARestartTheNewestInstantIsDueAtOnce() {
        pollFor(Duration.ofSeconds(1));
        grid.restart();
        assertThat(grid.untilNext(clock.wallNanos(uptime))).isZero();
        assertThat(grid.take(clock.wallNanos(uptime)))
                .hasValueSatisfying(each -> assertThat(each.skipped()).isZero());
        assertThat(grid.take(clock.wallNanos(uptime))).isEmpty();
    }

    @Test
    void waitsBetweenAttemptsGrowToTheirLimitAndStartAnew() {
        Backoff backoff = new Backoff(new Random(1));
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waits.add(backoff.next());
        }
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(180), Duration.ofMillis(220));
        assertThat(waits.get(1)).isBetween(Duration.ofMillis(360), Duration.ofMillis(440));
        assertThat(waits.get(7)).isBetween(Duration.ofMillis(4500), Duration.ofMillis(5500));
        backoff.reset();
        assertThat(backoff.next()).isLessThan(Duration.ofMillis(221));
    }

    private void pollFor(Duration time) {
        long end = uptime + time.toNanos();
        while (uptime < end) {
            take();
            advance(Duration.ofMillis(1));
        }
    }

    private void take() {
        if (clock.adjust(uptime, wall)) {
            grid.stepped(clock.wallNanos(uptime));
        }
        Optional<Slot> slot = grid.take(clock.wallNanos(uptime));
        if (slot.isPresent()) {
            slots.add(slot.get());
            uptimes.add(uptime);
        }
    }

    private void advance(Duration time) {
        uptime += time.toNanos();
        wall = wall.plus(time);
    }
}
