package dev.pollux.archive.aggregate;

import dev.pollux.archive.Ticks;

/**
 * The intervals of a request in the order of their results (OPC 10000-13 §5.4.2.2). They run from {@code start} towards
 * {@code end}, backwards in time if {@code start > end}. An interval holds the end it starts from and not the other: a
 * backward interval excludes its earlier end and includes its later one.
 *
 * @param start where the first begins, in {@link Ticks}
 * @param end where the last ends, in {@link Ticks}; not {@code start}, which is Bad_InvalidArgument for a client
 * @param length ticks of each but the last, which may be shorter; 0 for one over all
 */
public record Intervals(long start, long end, long length) {
    public Intervals {
        if (start == end || length < 0 || Math.min(start, end) < Ticks.MIN || Math.max(start, end) > Ticks.MAX) {
            throw new IllegalArgumentException(
                    "intervals need start and end from 1601 to 9999 that differ and a length of 0 or more, not " + start
                            + ", " + end + ", " + length);
        }
    }

    /** Whether they run backwards in time. */
    public boolean backward() {
        return start > end;
    }

    /** How many there are, 1 or more. */
    public long count() {
        long range = Math.abs(end - start);
        return length == 0 || length >= range ? 1 : (range + length - 1) / length;
    }

    /** Where an interval begins: the time of its result. */
    public long startOf(long index) {
        return backward() ? start - index * step() : start + index * step();
    }

    /** Where an interval ends. */
    public long endOf(long index) {
        return index == count() - 1 ? end : startOf(index + 1);
    }

    /** Whether an interval is shorter than asked for. */
    public boolean partial(long index) {
        return length != 0 && Math.abs(endOf(index) - startOf(index)) < length;
    }

    /**
     * What remains after the first ones: all a continuation needs.
     *
     * @param done how many have been answered, less than {@link #count()}
     */
    public Intervals after(long done) {
        if (done < 0 || done >= count()) {
            throw new IllegalArgumentException("nothing remains after " + done + " of " + count() + " intervals");
        }
        return new Intervals(startOf(done), end, length);
    }

    private long step() {
        return length == 0 ? Math.abs(end - start) : length;
    }
}
