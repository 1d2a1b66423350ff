package dev.pollux.archive.rocks;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.ChangeLog;
import dev.pollux.archive.change.HybridClock;
import dev.pollux.archive.change.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The change log embedded in the station: a small RocksDB of its own, as internal tags need no archive. An
 * unfinished end after a kill or a failure of power was never acknowledged and is dropped. A damaged log refuses
 * the start: the values of internal tags are in it, and an operator should decide whether to begin without them.
 */
public final class RocksChangeLog implements ChangeLog {
    private static final long MEMORY = 4L << 20;
    private static final int FORGET_MAX = 10_000;
    private static final byte[] NEXT = {0};

    private final String own;
    private final LogStore store;

    private RocksChangeLog(String own, LogStore store) {
        this.own = own;
        this.store = store;
    }

    /**
     * Opens or creates the log of a directory.
     *
     * @param station that keeps it
     * @throws ArchiveException if another process has it open, it is damaged or the disk does not allow it
     */
    public static RocksChangeLog open(Path directory, String station) {
        LogStore store = LogStore.open(
                directory, "change", () -> OpenStore.open(directory.resolve("data"), MEMORY, List.of(), false));
        return new RocksChangeLog(station, store);
    }

    @Override
    public List<Change> append(List<Change> changes) {
        return store.writing(db -> {
            List<Change> added = new ArrayList<>();
            Map<String, Long> known = knownIn(db);
            Map<String, Stamp> tags = new HashMap<>();
            HybridClock clock = clockIn(db);
            try (WriteBatch batch = new WriteBatch();
                    WriteOptions synced = new WriteOptions().setSync(true)) {
                for (Change each : changes) {
                    byte[] key = ChangeKey.byStation(each.station(), each.sequence());
                    if (db.get(key) != null || isOld(each, known)) {
                        continue;
                    }
                    byte[] encoded = ChangeKey.encode(each);
                    batch.put(key, encoded);
                    if (!each.station().equals(own)) {
                        known.put(each.station(), each.sequence());
                        byte[] upTo = ChangeKey.number(each.sequence());
                        batch.put(ChangeKey.of(ChangeKey.KNOWN, each.station()), upTo);
                    }
                    clock = clock.heard(each.stamp());
                    keepTag(db, batch, each, encoded, tags);
                    ChangeIndex.put(each, batch);
                    added.add(each);
                }
                if (!added.isEmpty()) {
                    batch.put(ChangeKey.CLOCK, bytes(clock));
                    db.write(synced, batch);
                }
            }
            return added;
        });
    }

    /** Forgotten already. The own ones are counted otherwise: they may come back from others after a loss. */
    private boolean isOld(Change change, Map<String, Long> known) {
        return !change.station().equals(own) && change.sequence() <= known.getOrDefault(change.station(), 0L);
    }

    private static void keepTag(RocksDB db, WriteBatch batch, Change change, byte[] encoded, Map<String, Stamp> tags)
            throws RocksDBException, IOException {
        if (change.tag().isEmpty()) {
            return;
        }
        String name = change.tag().get().name();
        byte[] key = ChangeKey.of(ChangeKey.TAG, name);
        Stamp before = tags.get(name);
        if (before == null) {
            byte[] kept = db.get(key);
            before = kept == null ? change.stamp() : ChangeKey.decode(kept).stamp();
        }
        boolean later = change.stamp().compareTo(before) >= 0;
        if (later) {
            batch.put(key, encoded);
        }
        tags.put(name, later ? change.stamp() : before);
    }

    @Override
    public void keepLocal(Change value) {
        String name = value.tag().orElseThrow().name();
        boolean unused = store.writing(db -> {
            try (WriteBatch batch = new WriteBatch();
                    WriteOptions synced = new WriteOptions().setSync(true)) {
                batch.put(ChangeKey.of(ChangeKey.TAG, name), ChangeKey.encode(value));
                batch.put(ChangeKey.CLOCK, bytes(clockIn(db).heard(value.stamp())));
                db.write(synced, batch);
            }
            return true;
        });
    }

    @Override
    public Optional<Change> tag(String name) {
        return store.reading(db -> {
            byte @Nullable [] kept = db.get(ChangeKey.of(ChangeKey.TAG, name));
            return kept == null ? Optional.empty() : Optional.of(ChangeKey.decode(kept));
        });
    }

    @Override
    public Map<String, Change> tags() {
        return store.reading(db -> {
            Map<String, Change> tags = new TreeMap<>();
            try (RocksIterator at = db.newIterator()) {
                for (at.seek(new byte[] {ChangeKey.TAG}); at.isValid() && at.key()[0] == ChangeKey.TAG; at.next()) {
                    tags.put(ChangeKey.name(at.key()), ChangeKey.decode(at.value()));
                }
                at.status();
            }
            return tags;
        });
    }

    @Override
    public List<Change> after(String station, long sequence, int limit, long bytesMax) {
        byte[] least = ChangeKey.byStation(station, 0);
        if (sequence == Long.MAX_VALUE) {
            return List.of();
        }
        return store.reading(db -> {
            List<Change> found = new ArrayList<>();
            long bytes = 0;
            try (RocksIterator at = db.newIterator()) {
                at.seek(ChangeKey.joined(ChangeKey.byStation(station, sequence), NEXT));
                while (at.isValid() && found.size() < limit && sameStation(at.key(), least)) {
                    byte[] encoded = at.value();
                    bytes += encoded.length;
                    if (!found.isEmpty() && bytes > bytesMax) {
                        break;
                    }
                    found.add(ChangeKey.decode(encoded));
                    at.next();
                }
                at.status();
            }
            return found;
        });
    }

    private static boolean sameStation(byte[] key, byte[] least) {
        byte[] prefix = Arrays.copyOf(least, least.length - Long.BYTES);
        return ChangeKey.startsWith(key, prefix);
    }

    @Override
    public Map<String, Long> known() {
        return store.reading(this::knownIn);
    }

    private Map<String, Long> knownIn(RocksDB db) throws RocksDBException {
        Map<String, Long> known = new TreeMap<>();
        try (RocksIterator at = db.newIterator()) {
            for (at.seek(new byte[] {ChangeKey.KNOWN}); at.isValid() && at.key()[0] == ChangeKey.KNOWN; at.next()) {
                known.put(ChangeKey.name(at.key()), ChangeKey.number(at.value()));
            }
            at.status();
        }
        // Earlier versions noted there that nobody needs to be asked for the own ones.
        known.remove(own);
        return known;
    }

    @Override
    public long returned(String partner) {
        return store.reading(db -> numberAt(db, ChangeKey.of(ChangeKey.RETURNED, partner)));
    }

    @Override
    public void returned(String partner, long sequence) {
        boolean unused = store.writing(db -> {
            try (WriteOptions unsynced = new WriteOptions()) {
                db.put(unsynced, ChangeKey.of(ChangeKey.RETURNED, partner), ChangeKey.number(sequence));
            }
            return true;
        });
    }

    @Override
    public long last(String station) {
        byte[] least = ChangeKey.byStation(station, 0);
        return store.reading(db -> {
            try (RocksIterator at = db.newIterator()) {
                at.seekForPrev(ChangeKey.byStation(station, Long.MAX_VALUE));
                at.status();
                return at.isValid() && sameStation(at.key(), least) ? ChangeKey.sequence(at.key()) : 0L;
            }
        });
    }

    @Override
    public HybridClock clock() {
        return store.reading(RocksChangeLog::clockIn);
    }

    private static HybridClock clockIn(RocksDB db) throws RocksDBException {
        byte[] kept = db.get(ChangeKey.CLOCK);
        if (kept == null) {
            return HybridClock.ZERO;
        }
        ByteBuffer in = ByteBuffer.wrap(kept);
        return new HybridClock(in.getLong(), in.getInt());
    }

    private static byte[] bytes(HybridClock clock) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(clock.time())
                .putInt(clock.count())
                .array();
    }

    @Override
    public boolean superseded(Series series, long time, Stamp by) {
        return store.reading(db -> ChangeIndex.superseded(db, series, time, by));
    }

    @Override
    public boolean superseded(Batch edit, Stamp by) {
        return store.reading(db -> ChangeIndex.superseded(db, edit, by));
    }

    @Override
    public boolean superseded(Series series, Annotation annotation, Stamp by) {
        return store.reading(db -> ChangeIndex.superseded(db, series, annotation, by));
    }

    private static long numberAt(RocksDB db, byte[] key) throws RocksDBException {
        byte @Nullable [] kept = db.get(key);
        return kept == null ? 0 : ChangeKey.number(kept);
    }

    @Override
    public int forget(long before) {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions unsynced = new WriteOptions()) {
            // Nobody else has to wait while they are looked for: what is old and not the latest stays so.
            int forgotten = store.reading(db -> {
                int found = 0;
                try (RocksIterator at = db.newIterator()) {
                    at.seek(new byte[] {ChangeKey.BY_STATION});
                    while (at.isValid() && at.key()[0] == ChangeKey.BY_STATION && found < FORGET_MAX) {
                        byte[] key = at.key();
                        Change change = ChangeKey.decode(at.value());
                        if (change.stamp().time() >= before) {
                            // Stamps rise with the sequence.
                            at.seek(ChangeKey.afterStation(key));
                            continue;
                        }
                        if (!isLatest(db, change)) {
                            batch.delete(key);
                            ChangeIndex.remove(change, batch);
                            found++;
                        }
                        at.next();
                    }
                    at.status();
                }
                return found;
            });
            if (forgotten > 0) {
                boolean unused = store.writing(db -> {
                    batch.put(ChangeKey.FORGOTTEN, ChangeKey.number(before));
                    db.write(unsynced, batch);
                    return true;
                });
            }
            return forgotten;
        }
    }

    /** Whether a tag has this value: a station that has lost its log must get it, however old it is. */
    private static boolean isLatest(RocksDB db, Change change) throws RocksDBException, IOException {
        if (change.tag().isEmpty()) {
            return false;
        }
        byte @Nullable [] kept =
                db.get(ChangeKey.of(ChangeKey.TAG, change.tag().get().name()));
        return kept != null && ChangeKey.decode(kept).stamp().equals(change.stamp());
    }

    @Override
    public long forgottenBefore() {
        return store.reading(db -> numberAt(db, ChangeKey.FORGOTTEN));
    }

    @Override
    public void close() {
        store.close();
    }
}
