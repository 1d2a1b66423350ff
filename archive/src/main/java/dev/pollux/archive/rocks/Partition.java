package dev.pollux.archive.rocks;

import dev.pollux.archive.TimeRange;
import java.util.Optional;

/**
 * The samples of one archive in a range of time, a column family of that name.
 *
 * @param range that is its alone
 * @param family tells everything: the list of column families is the list of partitions
 */
record Partition(String archive, TimeRange range, String family) {
    private static final String PREFIX = "v/";

    Partition(String archive, TimeRange range) {
        this(archive, range, PREFIX + archive + "/" + range.from() + "-" + range.to());
    }

    /** The partition of a column family; empty if that is none. */
    static Optional<Partition> of(String family) {
        if (!family.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = family.substring(PREFIX.length()).split("[/]", 2);
        String[] bounds = parts[1].split("-", 2);
        return Optional.of(
                new Partition(parts[0], new TimeRange(Long.parseLong(bounds[0]), Long.parseLong(bounds[1]))));
    }
}
