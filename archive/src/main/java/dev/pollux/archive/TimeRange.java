package dev.pollux.archive;

/**
 * A half-open span of time {@code [from, to)}; empty if {@code from == to}.
 *
 * @param from first instant inside, in {@link Ticks}
 * @param to first instant after it, in {@link Ticks}; not before {@code from}
 */
public record TimeRange(long from, long to) {
    /** Everything that can be archived. */
    public static final TimeRange ALL = new TimeRange(Ticks.MIN, Ticks.MAX);

    public TimeRange {
        if (from > to) {
            throw new IllegalArgumentException("a time range must not end before it begins: " + from + " > " + to);
        }
    }

    public boolean isEmpty() {
        return from == to;
    }

    public boolean contains(long time) {
        return from <= time && time < to;
    }

    /** The common part; empty, at an instant of either, if there is none. */
    public TimeRange intersect(TimeRange other) {
        long begin = Math.max(from, other.from);
        return new TimeRange(begin, Math.max(begin, Math.min(to, other.to)));
    }
}
