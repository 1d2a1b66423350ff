package dev.pollux.server.redundancy.sync;

import java.time.Duration;

/** Keeps to a rate and measures it. Time is an argument; not safe for use by several threads. */
final class Pace {
    private static final double NANOS = 1e9;
    /** What was not used is saved up for so long at most. */
    private static final double SAVED_SECONDS = 0.25;

    private final double rateMax;
    private final long begun;
    private long lastAt;
    /** Seconds by which more was done than the rate allows; negative if less. */
    private double ahead;

    private long windowAt;
    private long windowCount;
    private double rate;

    /**
     * A pace of so many a second.
     *
     * @param uptime of {@link System#nanoTime()}, here as in all methods
     */
    Pace(double rateMax, long uptime) {
        this.rateMax = rateMax;
        begun = uptime;
        lastAt = uptime;
        windowAt = uptime;
    }

    /** How long to wait after having done some. */
    Duration after(int done, long uptime) {
        double passed = (uptime - lastAt) / NANOS;
        lastAt = uptime;
        ahead = Math.max(ahead - passed, -SAVED_SECONDS) + done / rateMax;
        windowCount += done;
        if (uptime - windowAt >= NANOS) {
            rate = windowCount * NANOS / (uptime - windowAt);
            windowAt = uptime;
            windowCount = 0;
        }
        return ahead <= 0 ? Duration.ZERO : Duration.ofNanos((long) (ahead * NANOS));
    }

    /** A second over the last whole second; since the beginning while that is younger. */
    double rate(long uptime) {
        return rate > 0 ? rate : windowCount * NANOS / Math.max(1, uptime - begun);
    }
}
