package dev.pollux.archive.rocks;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where partitions begin and end, and which goes first. Pure.
 *
 * <p>Near the present a partition has the length that was configured. A wrong clock can stamp samples anywhere
 * from 1601 to 9999, and thousands of partitions would exhaust memory: so those further away are longer. That
 * bounds their number to about 900 for each archive, whatever the times.
 */
final class PartitionRules {
    /** Up to here from the present partitions have the configured length. */
    private static final long NEAR = 400 * Ticks.PER_DAY;

    /** Up to here a year. */
    private static final long FAR = 3_660 * Ticks.PER_DAY;

    private static final long YEAR_DAYS = 366;
    private static final long CENTURY_DAYS = 36_600;

    private PartitionRules() {}

    /**
     * The partition that a time belongs to if there is none for it yet.
     *
     * @param gap what no existing partition holds around that time: lengths may have been configured differently
     * before
     * @param full that there are too many partitions already
     */
    static TimeRange range(long time, long now, int days, TimeRange gap, boolean full) {
        long distance = Math.abs(time - now);
        long length = Ticks.PER_DAY * (full || distance > FAR ? CENTURY_DAYS : distance > NEAR ? YEAR_DAYS : days);
        long from = time - time % length;
        return gap.intersect(new TimeRange(from, Math.min(from + length, Ticks.MAX)));
    }

    /**
     * Which partition to drop when the disk budget is exceeded: the oldest that has ended; then what lies in the
     * future, the farthest first, as only a wrong clock wrote it. What is being written to stays.
     */
    static Optional<Partition> expendable(List<Partition> partitions, long now) {
        Comparator<Partition> byEnd =
                Comparator.comparingLong(partition -> partition.range().to());
        Optional<Partition> oldest = partitions.stream()
                .filter(partition -> partition.range().to() <= now)
                .min(byEnd);
        if (oldest.isPresent()) {
            return oldest;
        }
        return partitions.stream()
                .filter(partition -> partition.range().from() > now + Ticks.PER_DAY)
                .max(byEnd);
    }
}
