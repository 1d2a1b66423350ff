package dev.pollux.archive.rocks;

import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;

/**
 * A series in the dictionary.
 *
 * @param id what stands for it in keys; never used again for another
 * @param partitions from the begin of the first to the end of the last partition that it ever had a sample in
 */
record SeriesEntry(Series series, int id, TimeRange partitions) {
    SeriesEntry spanning(TimeRange partition) {
        return new SeriesEntry(
                series,
                id,
                new TimeRange(
                        Math.min(partitions.from(), partition.from()), Math.max(partitions.to(), partition.to())));
    }

    boolean spans(TimeRange partition) {
        return partitions.from() <= partition.from() && partition.to() <= partitions.to();
    }
}
