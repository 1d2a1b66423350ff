package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes groups of changes, one sync for each, and gets the store going again after a fault of the disk.
 * Everything but {@link #fault} happens on the store's writer thread.
 */
final class StoreWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    /** Between two attempts to get going again; meanwhile changes are refused at once. */
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    /** Space that must be there for an attempt: opening again writes a little itself. */
    private static final int PROBE_BYTES = 1 << 20;

    private final RocksStore store;

    /** Written by the writer, read by any. */
    private volatile @Nullable ArchiveException fault;

    /** Families that are no longer part of the contents, but still in the database. */
    private final Set<String> postponed = new LinkedHashSet<>();

    private long lastAttempt;

    StoreWriter(RocksStore store) {
        this.store = store;
    }

    Optional<String> fault() {
        return Optional.ofNullable(fault).map(Throwable::getMessage);
    }

    /** Writes a group and completes its futures. */
    void write(List<Pending<?>> group) {
        ArchiveException before = fault;
        if (before != null && !recover()) {
            failAll(group, before);
            return;
        }
        int written = 0;
        try {
            while (written < group.size()) {
                written = write(group, written);
            }
        } catch (RocksDBException e) {
            ArchiveException now = RocksFault.storing(store.directory(), e);
            fault = now;
            lastAttempt = System.nanoTime();
            LOG.error("{}", now.getMessage());
            failAll(group, now);
            return;
        }
    }

    /**
     * Writes changes up to the end or to one that cannot be carried out: what it has left in the notes of the
     * group must not be built upon, so the rest gets notes of its own.
     */
    private int write(List<Pending<?>> group, int from) throws RocksDBException {
        try (Session session = new Session(store.opened())) {
            int to = from;
            boolean good = true;
            while (good && !session.last && to < group.size()) {
                good = session.add(group.get(to++));
            }
            session.sync();
            List<Pending<?>> done = group.subList(from, good ? to : to - 1);
            done.forEach(Pending::runAfterwards);
            dropFamilies();
            if (fault != null) {
                LOG.info("{}: stores again", store.directory());
                fault = null;
            }
            done.forEach(Pending::complete);
            return to;
        }
    }

    /** Those that something reads from for long, a compaction or a copy, stay until it is through. */
    private void dropFamilies() throws RocksDBException {
        for (String family : List.copyOf(postponed)) {
            if (store.dropIfUnused(family)) {
                postponed.remove(family);
            }
        }
    }

    private static void failAll(List<Pending<?>> group, ArchiveException why) {
        String message = String.valueOf(why.getMessage());
        // One for each: a caller may add to its stack trace.
        group.forEach(pending -> pending.fail(new ArchiveException(message, why)));
    }

    /** RocksDB refuses every write after an error of the disk; opening it again ends that. */
    private boolean recover() {
        if (System.nanoTime() - lastAttempt < RETRY_NANOS) {
            return false;
        }
        try {
            probe();
            store.reopen();
            return true;
        } catch (IOException | RocksDBException e) {
            fault = RocksFault.storing(store.directory(), e);
            return false;
        } finally {
            lastAttempt = System.nanoTime();
        }
    }

    /** Before the database is closed, which reads still need, see whether the disk takes anything at all. */
    private void probe() throws IOException {
        Path file = store.directory().resolve("probe");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** One group on its way. */
    private final class Session implements Writing, AutoCloseable {
        private final OpenStore open;
        private final WriteBatch batch = new WriteBatch();
        private final Map<Object, Object> notes = new HashMap<>();
        private boolean last;
        private @Nullable Pending<?> current;
        private boolean settled;

        Session(OpenStore open) {
            this.open = open;
        }

        /** Returns whether it could be carried out. */
        boolean add(Pending<?> pending) throws RocksDBException {
            current = pending;
            batch.setSavePoint();
            try {
                pending.addTo(this);
                batch.popSavePoint();
                return true;
            } catch (RuntimeException e) {
                batch.rollbackToSavePoint();
                pending.fail(
                        e instanceof ArchiveException known
                                ? known
                                : new ArchiveException("the change cannot be carried out: " + e, e));
                return false;
            }
        }

        void sync() throws RocksDBException {
            if (batch.count() > 0) {
                try (WriteOptions synced = new WriteOptions().setSync(true)) {
                    open.db().write(synced, batch);
                }
            } else if (settled) {
                open.db().syncWal();
            }
        }

        @Override
        public WriteBatch batch() {
            return batch;
        }

        @Override
        public RocksDB db() {
            return open.db();
        }

        @Override
        public ColumnFamilyHandle family(String name) {
            return open.family(name);
        }

        @Override
        public void settle() throws RocksDBException {
            if (batch.count() > 0) {
                try (WriteOptions unsynced = new WriteOptions()) {
                    open.db().write(unsynced, batch);
                }
                settled = true;
            }
            batch.clear();
            batch.setSavePoint();
        }

        @Override
        public Map<Object, Object> group() {
            return notes;
        }

        @Override
        public ColumnFamilyHandle createFamily(String name) throws RocksDBException {
            if (postponed.remove(name)) {
                store.drop(name);
            }
            return open.create(name);
        }

        @Override
        public void dropFamily(String name) {
            afterwards(() -> postponed.add(name));
            last = true;
        }

        @Override
        public void afterwards(Runnable then) {
            if (current != null) {
                current.afterwards(then);
            }
        }

        @Override
        public void close() {
            batch.close();
        }
    }
}
