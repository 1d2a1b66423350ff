package dev.pollux.archive.change;

/**
 * A hybrid logical clock (Kulkarni and others, 2014): it goes with the wall clock, but never back, and never
 * before what was heard of from another station. A wall clock that jumps ahead or back does not change the order
 * of changes that knew of each other. Immutable; the wall clock is an argument.
 *
 * @param time of the last stamp, in {@link dev.pollux.archive.Ticks}
 * @param count of the last stamp
 */
public record HybridClock(long time, int count) {
    /** Before everything. */
    public static final HybridClock ZERO = new HybridClock(0, 0);

    /** After a change of the own station. */
    public HybridClock next(long wall) {
        if (wall > time) {
            return new HybridClock(wall, 0);
        }
        return count == Integer.MAX_VALUE ? new HybridClock(time + 1, 0) : new HybridClock(time, count + 1);
    }

    /** After having heard of a change of another station. */
    public HybridClock heard(Stamp stamp) {
        boolean later = stamp.time() > time || (stamp.time() == time && stamp.count() > count);
        return later ? new HybridClock(stamp.time(), stamp.count()) : this;
    }

    /** So far on that stamps which this clock has given, and somebody has forgotten, are not given again. */
    public HybridClock skipping(int counts) {
        return count > Integer.MAX_VALUE - counts
                ? new HybridClock(time + 1, counts)
                : new HybridClock(time, count + counts);
    }

    /** The stamp of this moment at a station. */
    public Stamp stamp(String station) {
        return new Stamp(time, count, station);
    }
}
