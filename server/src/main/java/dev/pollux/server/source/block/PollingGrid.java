package dev.pollux.server.source.block;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The instants at which a group of tags is polled: the multiples of the interval since the epoch. Every station has the
 * same ones, so that both stations of a set stamp a value alike. Instants that have passed are skipped, never made up
 * for. For one thread.
 */
public final class PollingGrid {
    private final long interval;
    private long polled;
    private boolean fresh = true;

    /** A grid whose first instant is due at once. */
    public PollingGrid(Duration interval) {
        this.interval = interval.toNanos();
        if (this.interval <= 0) {
            throw new IllegalArgumentException("the polling interval must be positive, not " + interval);
        }
    }

    /**
     * An instant to poll for.
     *
     * @param instant the newest instant of the grid that has come
     * @param skipped how many instants before it were missed
     */
    public record Slot(Instant instant, long skipped) {}

    /** Takes the instant that is due, if it has not been taken yet. */
    public Optional<Slot> take(long wallNanos) {
        long index = Math.floorDiv(wallNanos, interval);
        if (!fresh && index <= polled) {
            return Optional.empty();
        }
        long skipped = fresh ? 0 : index - polled - 1;
        fresh = false;
        polled = index;
        return Optional.of(new Slot(GridClock.instantOf(index * interval), skipped));
    }

    /** Nanoseconds until an instant is due; 0 or less if one is. */
    public long untilNext(long wallNanos) {
        if (fresh) {
            return 0;
        }
        return (polled + 1) * interval - wallNanos;
    }

    /** The instant after the one that was taken last, in nanoseconds since the epoch; only once one was taken. */
    public long next() {
        return (polled + 1) * interval;
    }

    /** Nanoseconds that a number of instants take. */
    public long span(long instants) {
        return instants * interval;
    }

    /** Makes the newest instant due at once, whether it was taken or not: after a connection was made. */
    public void restart() {
        fresh = true;
    }

    /** Waits for the first instant after a step of the wall clock. */
    public void stepped(long wallNanos) {
        if (!fresh) {
            polled = Math.floorDiv(wallNanos, interval);
        }
    }
}
