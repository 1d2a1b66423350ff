package dev.pollux.archive.influx;

import dev.pollux.archive.TimeRange;

/** InfluxDB counts nanoseconds since 1970 in 64 bits: 1677-09-21 to 2262-04-11. */
final class InfluxTime {
    private static final long EPOCH = 116_444_736_000_000_000L;

    /** The outermost nanoseconds are reserved by the server: the bounds are ±9223372036854775806. */
    private static final long NANOS_MAX = Long.MAX_VALUE - 1;

    /** All instants that it can hold. */
    static final TimeRange STORABLE = new TimeRange(EPOCH - NANOS_MAX / 100, EPOCH + NANOS_MAX / 100 + 1);

    private InfluxTime() {}

    /** Nanoseconds of an instant inside {@link #STORABLE}. */
    static long nanos(long ticks) {
        return (ticks - EPOCH) * 100;
    }

    static long ticks(long nanos) {
        return Math.floorDiv(nanos, 100) + EPOCH;
    }
}
