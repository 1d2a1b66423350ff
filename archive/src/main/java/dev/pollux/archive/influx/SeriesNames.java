package dev.pollux.archive.influx;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Series;
import dev.pollux.archive.rocks.RocksStore;
import dev.pollux.archive.rocks.Writing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Every series that the archive knows, each with a number that stands for it in the keys of the queue. A series that
 * retention has emptied keeps its number, but is no longer listed.
 */
final class SeriesNames {
    static final String FAMILY = "series";

    /** What is durable. */
    private final Map<Series, Entry> entries = new ConcurrentHashMap<>();

    private final Map<Integer, Series> byNumber = new ConcurrentHashMap<>();

    /** Of the durable ones. Only the writer thread uses it after the constructor. */
    private int highest;

    /** A series. Changed by the writer thread only, but for the constructor. */
    private static final class Entry {
        private final int number;
        private final boolean listed;

        /** The last segment that it was put into in this run. */
        private long lastSegment;

        Entry(int number, boolean listed) {
            this.number = number;
            this.listed = listed;
        }
    }

    SeriesNames(RocksStore store) {
        store.read(view -> {
            try (RocksIterator iterator = view.db().newIterator(view.family(FAMILY))) {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    ByteBuffer value = ByteBuffer.wrap(iterator.value());
                    publish(series(iterator.key()), new Entry(value.getInt(), value.get() != 0));
                }
                iterator.status();
            }
            return true;
        });
    }

    /**
     * The number of a series, a new one if need be; lists it. On the writer thread.
     *
     * @param segment into which a sample of it is put
     */
    int number(Series series, long segment, Writing writing) throws RocksDBException {
        Entry entry = entries.get(series);
        if (entry != null && entry.listed) {
            entry.lastSegment = segment;
            return entry.number;
        }
        // Another change of the same group may have given it a number that is not durable yet.
        Fresh fresh = (Fresh) writing.group().computeIfAbsent(this, key -> new Fresh(new HashMap<>()));
        Entry given = fresh.entries.get(series);
        if (given == null) {
            given = new Entry(entry == null ? Math.max(highest, fresh.highest()) + 1 : entry.number, true);
            fresh.entries.put(series, given);
        }
        given.lastSegment = segment;
        // Written by each change that needs it: one of them may be taken back.
        put(series, given, writing);
        return given.number;
    }

    private record Fresh(Map<Series, Entry> entries) {
        int highest() {
            return entries.values().stream()
                    .mapToInt(entry -> entry.number)
                    .max()
                    .orElse(0);
        }
    }

    /** Takes a series off the list, if nothing of it was queued in this run after a segment. On the writer thread. */
    void unlist(Series series, long after, Writing writing) throws RocksDBException {
        Entry entry = entries.get(series);
        if (entry != null && entry.listed && entry.lastSegment <= after) {
            put(series, new Entry(entry.number, false), writing);
        }
    }

    private void put(Series series, Entry entry, Writing writing) throws RocksDBException {
        byte[] value = ByteBuffer.allocate(Integer.BYTES + 1)
                .putInt(entry.number)
                .put((byte) (entry.listed ? 1 : 0))
                .array();
        writing.batch().put(writing.family(FAMILY), key(series), value);
        writing.afterwards(() -> publish(series, entry));
    }

    private void publish(Series series, Entry entry) {
        entries.put(series, entry);
        byNumber.put(entry.number, series);
        highest = Math.max(highest, entry.number);
    }

    /** The number of a series; empty if nothing of it was ever queued. */
    Optional<Integer> find(Series series) {
        return Optional.ofNullable(entries.get(series)).map(entry -> entry.number);
    }

    Series of(int number) {
        Series series = byNumber.get(number);
        if (series == null) {
            throw new ArchiveException("the queue is damaged: no series has number " + number
                    + "; move its directory away and start with an empty queue");
        }
        return series;
    }

    SortedSet<Series> listed() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().listed)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] key(Series series) {
        return (series.archive() + "/" + series.name()).getBytes(StandardCharsets.UTF_8);
    }

    private static Series series(byte[] key) {
        String[] parts = new String(key, StandardCharsets.UTF_8).split("/", 2);
        return new Series(parts[0], parts[1]);
    }
}
