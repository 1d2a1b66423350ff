package dev.pollux.archive.influx;

/** How many a second lately: over the last ten seconds. Safe for use by any threads; time is an argument. */
final class Rate {
    private static final int SECONDS = 10;

    private final long[] counts = new long[SECONDS];
    private final long[] when = new long[SECONDS];

    synchronized void add(long count, long second) {
        int slot = Math.floorMod(second, SECONDS);
        if (when[slot] != second) {
            when[slot] = second;
            counts[slot] = 0;
        }
        counts[slot] += count;
    }

    synchronized double perSecond(long second) {
        long sum = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            if (second - when[slot] < SECONDS) {
                sum += counts[slot];
            }
        }
        return (double) sum / SECONDS;
    }
}
