package dev.pollux.server.source.block;

import java.time.Duration;
import java.time.Instant;

/**
 * Wall time that runs at the pace of the monotonic clock. Small differences to the real wall clock are worked off
 * gently; a step of the wall clock is taken over at once and reported, so that whoever counts instants starts anew
 * instead of waiting for, or catching up with, the hours that never were. For one thread.
 */
public final class GridClock {
    /** A difference from here on is a step: no oscillator and no scheduler pause between two look-ups explains it. */
    static final Duration STEP = Duration.ofMillis(250);

    /** Only a fraction of a small difference is believed, as a pause between reading both clocks looks the same. */
    private static final int GENTLENESS = 8;

    private long wallMinusUptime;

    /** Starts with both clocks read at the same moment. */
    public GridClock(long uptimeNanos, Instant wall) {
        wallMinusUptime = nanosOf(wall) - uptimeNanos;
    }

    /**
     * Compares with the real wall clock; call it at least once a second.
     *
     * @return whether the wall clock has stepped
     */
    public boolean adjust(long uptimeNanos, Instant wall) {
        long difference = nanosOf(wall) - wallNanos(uptimeNanos);
        boolean step = Math.abs(difference) >= STEP.toNanos();
        wallMinusUptime += step ? difference : difference / GENTLENESS;
        return step;
    }

    /** Nanoseconds since the epoch. */
    public long wallNanos(long uptimeNanos) {
        return wallMinusUptime + uptimeNanos;
    }

    /** The same as an instant. */
    public Instant wall(long uptimeNanos) {
        return instantOf(wallNanos(uptimeNanos));
    }

    /** Nanoseconds since the epoch. */
    public static long nanosOf(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    /** The instant of nanoseconds since the epoch. */
    public static Instant instantOf(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
    }
}
