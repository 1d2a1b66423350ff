package dev.pollux.archive.influx;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the queue changes about one series: built from the entries in the order in which they were queued, then laid
 * over what the database has. The database may meanwhile have taken any number of the first entries: carrying them out
 * again gives the same, because the last entry that does not depend on the database decides. Pure.
 */
final class Overlay {
    private final TreeMap<Long, Queued> samples = new TreeMap<>();
    private final List<TimeRange> deleted = new ArrayList<>();

    /** A sample was queued. */
    void put(long time, Queued queued) {
        Queued before = samples.get(time);
        if (before != null) {
            samples.put(time, before.then(queued));
        } else {
            // After a deletion the database has nothing to compare with, whether it carried it out already or not.
            samples.put(time, isDeleted(time) ? new Queued(WriteMode.LIVE, queued.sample()) : queued);
        }
    }

    /** A deletion was queued. */
    void delete(TimeRange range) {
        samples.subMap(range.from(), range.to()).clear();
        deleted.add(range);
    }

    int size() {
        return samples.size();
    }

    boolean isEmpty() {
        return samples.isEmpty() && deleted.isEmpty();
    }

    /** Whether the database decides about any of it. */
    boolean merges() {
        return samples.values().stream().anyMatch(queued -> queued.mode() == WriteMode.MERGE);
    }

    boolean deletes() {
        return !deleted.isEmpty();
    }

    /** The part to the first {@code limit} samples in reading order, without what follows. */
    void truncate(int limit, boolean reverse) {
        while (samples.size() > limit) {
            if (reverse) {
                samples.pollFirstEntry();
            } else {
                samples.pollLastEntry();
            }
        }
    }

    /** The last time in reading order. */
    long last(boolean reverse) {
        return reverse ? samples.firstKey() : samples.lastKey();
    }

    /** Queued samples in a range, in reading order. */
    NavigableMap<Long, Queued> within(TimeRange range, boolean reverse) {
        NavigableMap<Long, Queued> part = samples.subMap(range.from(), true, range.to(), false);
        return reverse ? part.descendingMap() : part;
    }

    /** What stands where the database has a sample; empty if it was deleted. */
    Optional<ArchivedSample> over(ArchivedSample stored) {
        Queued queued = samples.get(stored.time());
        if (queued != null) {
            return Optional.of(queued.over(stored));
        }
        return isDeleted(stored.time()) ? Optional.empty() : Optional.of(stored);
    }

    private boolean isDeleted(long time) {
        for (TimeRange range : deleted) {
            if (range.contains(time)) {
                return true;
            }
        }
        return false;
    }
}
