package dev.pollux.server.history;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.Optional;

/**
 * What part of time is asked for, in which direction, and how much of it (OPC 10000-11 §6.5.3.2).
 *
 * @param range what is left to read
 * @param reverse from the latest to the earliest
 * @param perCall most values in one response by the client's wish; {@link #UNLIMITED} if it has none
 * @param left how many values are wanted in all; {@link #UNLIMITED} if the range is the limit
 */
record TimeDomain(TimeRange range, boolean reverse, long perCall, long left) {
    static final long UNLIMITED = Long.MAX_VALUE;

    TimeDomain {
        if (perCall < 1 || left < 1) {
            throw new IllegalArgumentException("a time domain needs at least one value, not " + perCall + ", " + left);
        }
    }

    /**
     * Of a request. The start belongs to the domain, the end does not, unless they are the same.
     *
     * @param start in ticks as on the wire; 0 or less for none
     * @param end in ticks as on the wire; 0 or less for none
     * @param count numValuesPerNode, 0 for none
     * @return empty if fewer than two are given
     */
    static Optional<TimeDomain> of(long start, long end, long count) {
        boolean started = start > 0;
        boolean ended = end > 0;
        if (!(started && ended) && (count == 0 || started == ended)) {
            return Optional.empty();
        }
        long limit = count == 0 ? UNLIMITED : count;
        long from = Math.min(start, Ticks.MAX);
        long to = Math.min(end, Ticks.MAX);
        if (started && ended) {
            return Optional.of(
                    to < from
                            ? new TimeDomain(after(to, from), true, limit, UNLIMITED)
                            : new TimeDomain(
                                    new TimeRange(from, from == to ? next(from) : to), false, limit, UNLIMITED));
        }
        return Optional.of(
                started
                        ? new TimeDomain(new TimeRange(from, Ticks.MAX), false, UNLIMITED, limit)
                        : new TimeDomain(new TimeRange(Ticks.MIN, next(to)), true, UNLIMITED, limit));
    }

    /** Without the earlier end, with the later one: time runs backwards. */
    private static TimeRange after(long earlier, long later) {
        return new TimeRange(next(earlier), next(later));
    }

    private static long next(long instant) {
        return Math.min(instant + 1, Ticks.MAX);
    }

    /** Most values for this response, as far as the client decides it. */
    long callMax() {
        return Math.min(perCall, left);
    }

    /** The same for entries: a number is what comes in one response, never the end (OPC 10000-11 §6.5.3.3). */
    TimeDomain paged() {
        return new TimeDomain(range, reverse, callMax(), UNLIMITED);
    }

    /** What remains. */
    TimeDomain rest(TimeRange remaining, long returned) {
        return new TimeDomain(remaining, reverse, perCall, left == UNLIMITED ? UNLIMITED : left - returned);
    }
}
