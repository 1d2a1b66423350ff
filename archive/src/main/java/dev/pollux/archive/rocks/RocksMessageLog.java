package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.Message.Position;
import dev.pollux.archive.message.MessageLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message log embedded in the station: a small RocksDB of its own, so that it works when the archive does not. An
 * unfinished end after a kill or a failure of power was never acknowledged and is dropped. A log that cannot be opened
 * is moved away: a station must not stay down because of it, and has its messages back from the partner.
 */
public final class RocksMessageLog implements MessageLog {
    private static final Logger LOG = LoggerFactory.getLogger(RocksMessageLog.class);
    private static final long MEMORY = 2L << 20;
    private static final int FORGET_MAX = 10_000;

    private final String own;
    private final LogStore store;
    private long count;

    private RocksMessageLog(String own, LogStore store) {
        this.own = own;
        this.store = store;
        count = store.reading(db -> {
            byte[] counted = db.get(MessageKey.COUNT);
            return counted == null ? 0 : MessageKey.number(counted);
        });
    }

    /**
     * Opens or creates the log of a directory.
     *
     * @param station that keeps it
     * @throws ArchiveException if another process has it open or the disk does not allow it
     */
    public static RocksMessageLog open(Path directory, String station) {
        LogStore store = LogStore.open(directory, "message", () -> openStore(directory));
        try {
            return new RocksMessageLog(station, store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static OpenStore openStore(Path directory) throws RocksDBException {
        Path data = directory.resolve("data");
        try {
            return OpenStore.open(data, MEMORY, List.of(), false);
        } catch (RocksDBException e) {
            if (!RocksFault.isDamage(e)) {
                throw e;
            }
            Path away = directory.resolve("damaged-" + Ticks.of(Instant.now()));
            LOG.error(
                    "{}; moved to {}, beginning with an empty log",
                    RocksFault.opening(data, e).getMessage(),
                    away);
            try {
                Files.move(data, away);
            } catch (IOException cannot) {
                throw new ArchiveException(data + ": is damaged and cannot be moved away: " + cannot.getMessage(), e);
            }
            return OpenStore.open(data, MEMORY, List.of(), false);
        }
    }

    @Override
    public List<Message> append(List<Message> messages) {
        return store.writing(db -> {
            List<Message> added = new ArrayList<>();
            Set<Position> seen = new HashSet<>();
            Map<String, Long> known = knownIn(db);
            try (WriteBatch batch = new WriteBatch();
                    WriteOptions synced = new WriteOptions().setSync(true)) {
                for (Message each : messages) {
                    byte[] byStation = MessageKey.byStation(each.station(), each.sequence());
                    if (db.get(byStation) != null || !seen.add(new Position(0, each.sequence(), each.station()))) {
                        continue;
                    }
                    batch.put(byStation, MessageKey.number(each.time()));
                    batch.put(MessageKey.byTime(each.position()), MessageKey.encode(each));
                    if (!each.station().equals(own)) {
                        long upTo = Math.max(known.getOrDefault(each.station(), 0L), each.sequence());
                        known.put(each.station(), upTo);
                        batch.put(MessageKey.known(each.station()), MessageKey.number(upTo));
                    }
                    added.add(each);
                }
                if (!added.isEmpty()) {
                    batch.put(MessageKey.COUNT, MessageKey.number(count + added.size()));
                    db.write(synced, batch);
                    count += added.size();
                }
            }
            return added;
        });
    }

    @Override
    public List<Message> read(Query query) {
        byte[] from = MessageKey.byTime(query.from());
        byte[] to = MessageKey.byTime(query.to());
        return store.reading(db -> {
            List<Message> found = new ArrayList<>();
            try (Slice lower = new Slice(from);
                    Slice upper = new Slice(to);
                    ReadOptions range =
                            new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
                    RocksIterator at = db.newIterator(range)) {
                if (query.from().compareTo(query.to()) >= 0) {
                    return found;
                }
                if (query.reverse()) {
                    at.seekToLast();
                } else {
                    at.seekToFirst();
                }
                while (at.isValid() && found.size() < query.limit()) {
                    found.add(MessageKey.decode(at.value()));
                    if (query.reverse()) {
                        at.prev();
                    } else {
                        at.next();
                    }
                }
                at.status();
            }
            return found;
        });
    }

    @Override
    public List<Message> after(String station, long sequence, int limit) {
        if (sequence == Long.MAX_VALUE) {
            return List.of();
        }
        return store.reading(db -> {
            List<Message> found = new ArrayList<>();
            try (Slice upper = new Slice(MessageKey.byStation(station, Long.MAX_VALUE));
                    ReadOptions range = new ReadOptions().setIterateUpperBound(upper);
                    RocksIterator at = db.newIterator(range)) {
                for (at.seek(MessageKey.byStation(station, sequence + 1));
                        at.isValid() && found.size() < limit;
                        at.next()) {
                    byte[] key = at.key();
                    long number = MessageKey.sequence(key);
                    byte[] value =
                            db.get(MessageKey.byTime(new Position(MessageKey.number(at.value()), number, station)));
                    if (value != null) {
                        found.add(MessageKey.decode(value));
                    }
                }
                at.status();
            }
            return found;
        });
    }

    @Override
    public Map<String, Long> known() {
        return store.reading(this::knownIn);
    }

    private Map<String, Long> knownIn(RocksDB db) throws RocksDBException {
        Map<String, Long> known = new TreeMap<>();
        try (RocksIterator at = db.newIterator()) {
            for (at.seek(new byte[] {MessageKey.KNOWN}); at.isValid() && at.key()[0] == MessageKey.KNOWN; at.next()) {
                known.put(MessageKey.station(at.key()), MessageKey.number(at.value()));
            }
            at.status();
        }
        known.remove(own);
        return known;
    }

    @Override
    public long returned(String partner) {
        return store.reading(db -> {
            byte[] upTo = db.get(MessageKey.returned(partner));
            return upTo == null ? 0 : MessageKey.number(upTo);
        });
    }

    @Override
    public void returned(String partner, long sequence) {
        boolean unused = store.writing(db -> {
            try (WriteOptions unsynced = new WriteOptions()) {
                db.put(unsynced, MessageKey.returned(partner), MessageKey.number(sequence));
            }
            return true;
        });
    }

    @Override
    public long last(String station) {
        return store.reading(db -> {
            byte[] least = MessageKey.byStation(station, 0);
            try (Slice lower = new Slice(least);
                    ReadOptions range = new ReadOptions().setIterateLowerBound(lower);
                    RocksIterator at = db.newIterator(range)) {
                at.seekForPrev(MessageKey.byStation(station, Long.MAX_VALUE));
                at.status();
                return at.isValid() ? MessageKey.sequence(at.key()) : 0;
            }
        });
    }

    @Override
    public long count() {
        return store.reading(db -> count);
    }

    @Override
    public int forget(long before, long countMax) {
        return store.writing(db -> {
            int forgotten = 0;
            try (WriteBatch batch = new WriteBatch();
                    WriteOptions unsynced = new WriteOptions();
                    RocksIterator at = db.newIterator()) {
                for (at.seek(new byte[] {MessageKey.BY_TIME});
                        at.isValid() && at.key()[0] == MessageKey.BY_TIME && forgotten < FORGET_MAX;
                        at.next()) {
                    Message oldest = MessageKey.decode(at.value());
                    if (oldest.time() >= before && count - forgotten <= countMax) {
                        break;
                    }
                    batch.delete(at.key());
                    batch.delete(MessageKey.byStation(oldest.station(), oldest.sequence()));
                    forgotten++;
                }
                at.status();
                if (forgotten > 0) {
                    batch.put(MessageKey.COUNT, MessageKey.number(count - forgotten));
                    db.write(unsynced, batch);
                    count -= forgotten;
                }
            }
            return forgotten;
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
