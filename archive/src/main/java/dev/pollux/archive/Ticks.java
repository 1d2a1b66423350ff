package dev.pollux.archive;

import java.time.Duration;
import java.time.Instant;

/**
 * Instants as the archive keeps them: 100 ns since 1601-01-01 UTC, the DateTime of OPC UA (OPC 10000-6 §5.2.2.5). A
 * bare {@code long} in this package's records is such an instant; it keeps a million values a second free of objects.
 */
public final class Ticks {
    public static final long PER_SECOND = 10_000_000L;
    public static final long PER_MILLISECOND = 10_000L;
    public static final long PER_HOUR = 3_600 * PER_SECOND;
    public static final long PER_DAY = 24 * PER_HOUR;

    /** The first instant that can be archived: 1601-01-01. */
    public static final long MIN = 0;

    /** The first instant that can no longer be archived: 10000-01-01. */
    public static final long MAX = 2_650_467_744_000_000_000L;

    private static final long UNIX_EPOCH_SECONDS = 11_644_473_600L;

    private Ticks() {}

    /** The instant in ticks; what is finer than 100 ns is cut off, what lies outside MIN..MAX is set to that bound. */
    public static long of(Instant instant) {
        long seconds = instant.getEpochSecond() + UNIX_EPOCH_SECONDS;
        if (seconds < 0) {
            return MIN;
        }
        if (seconds >= MAX / PER_SECOND) {
            return MAX;
        }
        return seconds * PER_SECOND + instant.getNano() / 100;
    }

    public static Instant toInstant(long ticks) {
        return Instant.ofEpochSecond(
                Math.floorDiv(ticks, PER_SECOND) - UNIX_EPOCH_SECONDS, Math.floorMod(ticks, PER_SECOND) * 100);
    }

    /** A span in ticks; what is finer than 100 ns is cut off. */
    public static long of(Duration span) {
        return Math.addExact(Math.multiplyExact(span.getSeconds(), PER_SECOND), span.getNano() / 100);
    }

    public static Duration toDuration(long ticks) {
        return Duration.ofSeconds(Math.floorDiv(ticks, PER_SECOND), Math.floorMod(ticks, PER_SECOND) * 100);
    }
}
