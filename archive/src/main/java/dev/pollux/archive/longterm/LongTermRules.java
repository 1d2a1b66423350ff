package dev.pollux.archive.longterm;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.time.Duration;

/**
 * Which intervals of a tag are due. Pure. Intervals are aligned to tick 0, which is the same as to 1970-01-01 UTC for
 * whole parts of a day.
 */
final class LongTermRules {
    // A tag is visited about as often, whatever the interval: a visit costs the same for one interval as for five.
    private static final long STRIDE = Ticks.of(Duration.ofMinutes(5));

    // Bounds the work of one step: results and, as samples come at most some hundred a second, samples.
    private static final int INTERVALS_MAX = 500;
    private static final long SPAN = 6 * Ticks.PER_HOUR;

    final long interval;
    private final long reach;
    private final long settle;
    private final long retention;

    LongTermRules(LongTermConfig config) {
        interval = Ticks.of(config.interval());
        settle = Ticks.of(config.settle());
        reach = Ticks.of(config.reach());
        retention = Ticks.of(config.retention());
    }

    /** The beginning of the interval of an instant. */
    long floor(long time) {
        return time - Math.floorMod(time, interval);
    }

    /** The beginning of the first interval that begins at or after an instant. */
    long ceil(long time) {
        return floor(time + interval - 1);
    }

    /** Up to where intervals have settled; moves on every few minutes only. */
    long settled(long now) {
        long stride = (STRIDE + interval - 1) / interval * interval;
        long time = now - settle;
        return time - Math.floorMod(time, stride);
    }

    /** When {@link #settled} moves on. */
    long next(long now) {
        long stride = (STRIDE + interval - 1) / interval * interval;
        return settled(now) + stride + settle;
    }

    /**
     * Up to where the intervals of a tag are due.
     *
     * @param newestGood time of its newest good sample, -1 for none: the line to it is known
     */
    long due(long newestGood, long now) {
        return Math.min(settled(now), Math.max(floor(newestGood), floor(now - settle - reach)));
    }

    /** How far a step goes that begins at an instant. */
    long chunk(long from, long to) {
        long length = Math.max(interval, Math.min(INTERVALS_MAX * interval, SPAN / interval * interval));
        return Math.min(to, from + length);
    }

    /** The first interval that is not forgotten at once. */
    long oldest(long now) {
        return retention == 0 ? Ticks.MIN : ceil(Math.max(Ticks.MIN, now - retention));
    }

    /**
     * What is to be computed again after a change: from the good sample before it, as a line or a value from there may
     * have ended at the change, to the one after it. One interval more, because a bad result is only kept where the one
     * before it was different.
     *
     * @param changed what changed of the captured values
     * @param goodBefore time of the good sample before it, -1 for none
     * @param goodAfter time of the good sample after it, or {@code done} for none
     * @param done up to where the tag has been computed
     */
    TimeRange again(TimeRange changed, long goodBefore, long goodAfter, long done) {
        long from = floor(goodBefore < 0 ? changed.from() : goodBefore);
        long to = ceil(Math.min(done, Math.max(changed.to(), goodAfter + 1))) + interval;
        return new TimeRange(Math.min(from, done), Math.min(to, done));
    }
}
