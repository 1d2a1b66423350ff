package dev.pollux.archive.change;

/**
 * A hybrid logical clock that does not follow the future. One wall clock that was hours ahead for a moment would push
 * those of all stations ahead for hours. So new stamps follow the stamps of others only as far as those are ahead of
 * the own wall clock by no more than a bound, and a clock that got ahead of that bound goes with the wall clock again.
 * What concerns something that was changed with a stamp of the future is stamped after all stamps instead, so that the
 * later change stands all the same. Immutable; the wall clock is an argument, in {@link dev.pollux.archive.Ticks}.
 *
 * @param near what new stamps follow
 * @param all after every stamp that was given or heard of
 * @param aheadMax how far stamps may be ahead of the wall clock, in ticks
 */
public record BoundedClock(HybridClock near, HybridClock all, long aheadMax) {
    /**
     * At the start of a station.
     *
     * @param kept after all that its log tells
     * @param skipped counts, different at each start: a log that was rolled back must not give stamps twice
     */
    public static BoundedClock begin(HybridClock kept, long wall, long aheadMax, int skipped) {
        HybridClock all = kept.skipping(skipped);
        BoundedClock begun = new BoundedClock(HybridClock.ZERO, all, aheadMax);
        return begun.isAhead(all.time(), wall) ? begun : new BoundedClock(all, all, aheadMax);
    }

    /** Whether a time is farther ahead than is followed. */
    public boolean isAhead(long time, long wall) {
        return time - wall > aheadMax;
    }

    /** After a change of the own station, which has the stamp of {@link #near}. */
    public BoundedClock next(long wall) {
        HybridClock from = isAhead(near.time(), wall) ? HybridClock.ZERO : near;
        HybridClock next = from.next(wall);
        return new BoundedClock(next, all.heard(next.stamp("-")), aheadMax);
    }

    /** After a change of the own station to what bears a stamp of the future; it has the stamp of {@link #all}. */
    public BoundedClock nextOfAll(long wall) {
        return new BoundedClock(near, all.next(wall), aheadMax);
    }

    /** After having heard of a change of another station. */
    public BoundedClock heard(Stamp stamp, long wall) {
        HybridClock followed = isAhead(stamp.time(), wall) ? near : near.heard(stamp);
        return new BoundedClock(followed, all.heard(stamp), aheadMax);
    }

    /** Whether stamps are known that new ones do not follow. */
    public boolean leavesFuture() {
        return !near.equals(all);
    }
}
