package dev.pollux.archive.longterm;

import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Intervals;

/**
 * What one long-term archive has of one tag.
 *
 * @param runs the series of its {@link RunBucket}s
 * @param interval of a bucket, in ticks; aligned to tick 0
 * @param usable whole intervals for which it says the same as the captured values: what has no bucket there has no
 *     samples
 */
public record Level(Series runs, long interval, Intervals usable) {
    /** The instant itself, or where the interval around it begins. */
    static long floor(long time, long interval) {
        return time - Math.floorMod(time, interval);
    }

    /** The instant itself, or where the interval around it ends. */
    static long ceil(long time, long interval) {
        return floor(time + interval - 1, interval);
    }

    /** The whole intervals that a range touches. */
    static TimeRange around(TimeRange range, long interval) {
        return new TimeRange(floor(range.from(), interval), ceil(range.to(), interval));
    }
}
