package dev.pollux.cli.demo;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Longest time between two arrivals, the time since the last one included. Safe for use by many threads. */
final class PauseMeter {
    private final LongSupplier nanoTime;
    private boolean running;
    private long last;
    private long longest;

    /** Measures with this monotonic clock. */
    PauseMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void arrived() {
        long now = nanoTime.getAsLong();
        if (running) {
            longest = Math.max(longest, now - last);
        }
        last = now;
        running = true;
    }

    /** The time up to the next arrival does not count. */
    synchronized void forgive() {
        running = false;
    }

    synchronized Duration longest() {
        return Duration.ofNanos(running ? Math.max(longest, nanoTime.getAsLong() - last) : longest);
    }
}
