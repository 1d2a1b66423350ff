package dev.pollux.archive.change;

import java.util.Comparator;

/**
 * The place of a change in the order that all stations agree in. It follows the order in which stations heard of each
 * other's changes, and the clocks as far as those agree with it.
 *
 * @param time of a hybrid logical clock, in {@link dev.pollux.archive.Ticks}; never before one that its station had
 *     heard of, so it may be ahead of every clock
 * @param count tells changes of one time apart, 0 or more
 * @param station where it was made
 */
public record Stamp(long time, int count, String station) implements Comparable<Stamp> {
    private static final Comparator<Stamp> ORDER =
            Comparator.comparingLong(Stamp::time).thenComparingInt(Stamp::count).thenComparing(Stamp::station);

    public Stamp {
        if (count < 0 || station.isEmpty()) {
            throw new IllegalArgumentException("not a stamp: " + time + ", " + count + ", \"" + station + "\"");
        }
    }

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }
}
