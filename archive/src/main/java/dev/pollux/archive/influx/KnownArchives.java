package dev.pollux.archive.influx;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.rocks.RocksStore;
import dev.pollux.archive.rocks.Writing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archives of which the database has something, over restarts of the station: if one of them is missing, it was
 * lost. Safe for use by any threads.
 */
final class KnownArchives {
    static final String FAMILY = "archives";

    private static final Logger LOG = LoggerFactory.getLogger(KnownArchives.class);

    /** Begins the keys of the instants; no name of an archive holds a slash. */
    private static final String FORGOTTEN = "forgotten/";

    private final RocksStore store;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** Before when everything of an archive is forgotten. */
    private final Map<String, Long> forgotten = new ConcurrentHashMap<>();

    KnownArchives(RocksStore store) {
        this.store = store;
        store.read(view -> {
            try (RocksIterator iterator = view.db().newIterator(view.family(FAMILY))) {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    String key = new String(iterator.key(), StandardCharsets.UTF_8);
                    if (key.startsWith(FORGOTTEN)) {
                        long before = ByteBuffer.wrap(iterator.value()).getLong();
                        forgotten.put(key.substring(FORGOTTEN.length()), before);
                    } else {
                        known.add(key);
                    }
                }
                iterator.status();
            }
            return true;
        });
    }

    boolean contains(String archive) {
        return known.contains(archive);
    }

    /** Everything of an archive before this is forgotten and refused. */
    long forgottenBefore(String archive) {
        return forgotten.getOrDefault(archive, Ticks.MIN);
    }

    /** Notes that everything of an archive before an instant is forgotten. On the writer thread. */
    void forget(String archive, long before, Writing writing) throws RocksDBException {
        if (before > forgottenBefore(archive)) {
            byte[] key = (FORGOTTEN + archive).getBytes(StandardCharsets.UTF_8);
            byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(before).array();
            writing.batch().put(writing.family(FAMILY), key, value);
            writing.afterwards(() -> forgotten.merge(archive, before, Math::max));
        }
    }

    /** The database has taken samples of an archive. */
    void add(String archive) {
        if (known.add(archive)) {
            store.commit(
                            writing -> {
                                byte[] key = archive.getBytes(StandardCharsets.UTF_8);
                                writing.batch().put(writing.family(FAMILY), key, new byte[0]);
                                return true;
                            },
                            0)
                    .exceptionally(failure -> {
                        LOG.warn("cannot note that the database has \"{}\": {}", archive, failure.getMessage());
                        known.remove(archive);
                        return false;
                    });
        }
    }
}
