package dev.pollux.bench;

import java.util.Arrays;
import java.util.Locale;

/** How long each of many things took. Safe for use by any threads. */
final class Latency {
    private long[] nanos = new long[1024];
    private int count;

    synchronized void add(long each) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = each;
    }

    /** Median and 99th percentile in milliseconds. */
    synchronized String text() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "p50 %.0f, p99 %.0f ms",
                        sorted[count / 2] / 1e6,
                        sorted[(int) (count * 0.99)] / 1e6);
    }
}
