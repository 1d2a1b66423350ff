package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * What the archive knows of its contents: the dictionary of series, how far each archive has been forgotten, and
 * the first instant in each partition. In the column family {@code catalog}: {@code s|id} → series, {@code
 * h|archive} → horizon, {@code p|partition} → first instant, {@code n} → next id.
 */
final class Catalog {
    static final String FAMILY = "catalog";

    private static final byte[] NEXT_ID = {'n'};

    /** Durable or about to be: changed by the writer only, read by any. */
    private final Map<Series, SeriesEntry> series = new ConcurrentHashMap<>();

    private final Map<String, Long> horizons = new ConcurrentHashMap<>();
    private final Map<String, Long> firsts = new ConcurrentHashMap<>();
    private final Object firstsInGroup = new Object();
    private int nextId = 1;

    /** Reads the catalog. */
    static Catalog read(Reading.View view) throws RocksDBException {
        Catalog catalog = new Catalog();
        if (!view.hasFamily(FAMILY)) {
            return catalog;
        }
        try (RocksIterator iterator = view.db().newIterator(view.family(FAMILY))) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                catalog.take(iterator.key(), iterator.value());
            }
            iterator.status();
        }
        return catalog;
    }

    private void take(byte[] key, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        String name = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
        switch (key[0]) {
            case 'n' -> nextId = in.getInt();
            case 'h' -> horizons.put(name, in.getLong());
            case 'p' -> firsts.put(name, in.getLong());
            case 's' -> {
                TimeRange partitions = new TimeRange(in.getLong(), in.getLong());
                String[] parts =
                        new String(value, in.position(), in.remaining(), StandardCharsets.UTF_8).split("\0", 2);
                Series named = new Series(parts[0], parts[1]);
                series.put(
                        named,
                        new SeriesEntry(
                                named, ByteBuffer.wrap(key, 1, Integer.BYTES).getInt(), partitions));
            }
            default -> throw new ArchiveException("the catalog has an entry of unknown kind " + key[0]);
        }
    }

    Optional<SeriesEntry> find(Series wanted) {
        return Optional.ofNullable(series.get(wanted));
    }

    SortedSet<Series> series() {
        return new TreeSet<>(series.keySet());
    }

    Map<Integer, SeriesEntry> byId() {
        Map<Integer, SeriesEntry> byId = new HashMap<>();
        series.values().forEach(entry -> byId.put(entry.id(), entry));
        return byId;
    }

    /** Before it nothing of the archive is kept, nor taken any more. */
    long horizon(String archive) {
        return horizons.getOrDefault(archive, 0L);
    }

    /** The first instant that was ever stored in one of some partitions; empty if there is none. */
    Optional<Long> first(List<Partition> partitions) {
        return partitions.stream()
                .map(partition -> firsts.get(partition.family()))
                .filter(first -> first != null)
                .min(Long::compare);
    }

    /** A change to the catalog within one change of the store; what is in memory follows when that is durable. */
    final class Edit {
        private final Writing writing;
        private final Map<Series, SeriesEntry> changed;
        private final Map<String, Long> changedFirsts;

        @SuppressWarnings("unchecked")
        Edit(Writing writing) {
            this.writing = writing;
            // Changes of one group build on each other, and all end with the group if it fails.
            this.changed = (Map<Series, SeriesEntry>)
                    writing.group().computeIfAbsent(Catalog.this, key -> new HashMap<Series, SeriesEntry>());
            this.changedFirsts = (Map<String, Long>)
                    writing.group().computeIfAbsent(firstsInGroup, key -> new HashMap<String, Long>());
        }

        @Nullable
        SeriesEntry find(Series wanted) {
            SeriesEntry entry = changed.isEmpty() ? null : changed.get(wanted);
            return entry == null ? series.get(wanted) : entry;
        }

        /** The entry of a series that gets a sample in a partition. */
        SeriesEntry written(Series wanted, Partition partition) throws RocksDBException {
            SeriesEntry entry = find(wanted);
            if (entry != null && entry.spans(partition.range())) {
                return entry;
            }
            // An id that was given in a group that failed is lost; there are four thousand million.
            SeriesEntry after = entry == null
                    ? new SeriesEntry(wanted, nextId++, partition.range())
                    : entry.spanning(partition.range());
            if (entry == null) {
                put(NEXT_ID, ByteBuffer.allocate(Integer.BYTES).putInt(nextId).array());
            }
            byte[] name = (wanted.archive() + '\0' + wanted.name()).getBytes(StandardCharsets.UTF_8);
            ByteBuffer value = ByteBuffer.allocate(2 * Long.BYTES + name.length)
                    .putLong(after.partitions().from())
                    .putLong(after.partitions().to())
                    .put(name);
            put(key(after), value.array());
            changed.put(wanted, after);
            writing.afterwards(() -> series.put(wanted, after));
            return after;
        }

        /** Notes an instant that is stored in a partition. */
        void first(Partition partition, long time) throws RocksDBException {
            String family = partition.family();
            Long known = changedFirsts.getOrDefault(family, firsts.get(family));
            if (known != null && known <= time) {
                return;
            }
            put(key('p', family), bytes(time));
            changedFirsts.put(family, time);
            writing.afterwards(() -> firsts.put(family, time));
        }

        /** Nothing of an archive before an instant is kept any more; forgets the series that had nothing later. */
        void horizon(String archive, long before) throws RocksDBException {
            put(key('h', archive), bytes(before));
            writing.afterwards(() -> horizons.put(archive, before));
            List<SeriesEntry> gone = new ArrayList<>();
            for (SeriesEntry entry : series.values()) {
                if (entry.series().archive().equals(archive)
                        && entry.partitions().to() <= before) {
                    delete(key(entry));
                    gone.add(entry);
                }
            }
            writing.afterwards(() -> gone.forEach(entry -> series.remove(entry.series(), entry)));
        }

        void dropped(Partition partition) throws RocksDBException {
            delete(key('p', partition.family()));
            writing.afterwards(() -> firsts.remove(partition.family()));
        }

        private void put(byte[] key, byte[] value) throws RocksDBException {
            writing.batch().put(writing.family(FAMILY), key, value);
        }

        private void delete(byte[] key) throws RocksDBException {
            writing.batch().delete(writing.family(FAMILY), key);
        }
    }

    private static byte[] key(SeriesEntry entry) {
        return ByteBuffer.allocate(1 + Integer.BYTES)
                .put((byte) 's')
                .putInt(entry.id())
                .array();
    }

    private static byte[] key(char kind, String name) {
        return (kind + name).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
