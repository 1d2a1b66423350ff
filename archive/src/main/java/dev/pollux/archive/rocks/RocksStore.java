package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A RocksDB in a directory that belongs to one process: group commit by one writer thread, reads by any threads, a
 * fault of the disk that heals by itself, and a check of the files after a stop that was not clean. Safe for use
 * by any threads.
 */
public final class RocksStore implements AutoCloseable {
    /** The database itself, below the directory of the store. */
    static final String DATABASE = "db";

    /** New readers wait as long, so it must be short. */
    private static final long DROP_WAIT_MILLIS = 50;

    private final RocksConfig config;
    private final DirectoryLock lock;
    private final StoreMarks marks;
    private final List<String> families;
    private final GroupCommit commits;
    private final StoreWriter writer;

    /** Held shared while the database is read, exclusively while it or one of its families is closed. */
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    /** Null while it is closed, at the end or because it cannot be opened again; guarded by the gate. */
    private @Nullable OpenStore open;

    private RocksStore(
            RocksConfig config, DirectoryLock lock, StoreMarks marks, List<String> families, OpenStore open) {
        this.config = config;
        this.lock = lock;
        this.marks = marks;
        this.families = families;
        this.open = open;
        this.writer = new StoreWriter(this);
        this.commits = new GroupCommit(
                "pollux-store-" + marks.schema(), config.commitInterval(), config.pendingMax(), writer::write);
    }

    /**
     * Opens or creates a store.
     *
     * @param schema what is in it, to tell stores apart: lower-case letters
     * @param version of its layout; a store of a later version is refused
     * @param families that shall exist
     * @throws ArchiveException if it is in use, of another schema or a later version, damaged, or the disk does
     * not allow it
     */
    public static RocksStore open(RocksConfig config, String schema, int version, List<String> families) {
        DirectoryLock lock = DirectoryLock.take(config.directory());
        OpenStore open = null;
        try {
            RocksLibrary.load(config.directory().resolve("native"));
            List<String> all = new ArrayList<>(families);
            all.add(StoreMarks.FAMILY);
            open = OpenStore.open(config.directory().resolve(DATABASE), config.memoryBytes(), all, false);
            StoreMarks marks = StoreMarks.check(config.directory(), open, schema, version);
            marks.started(open);
            RocksStore store = new RocksStore(config, lock, marks, all, open);
            store.commits.start();
            return store;
        } catch (RocksDBException e) {
            closeAll(open, lock);
            throw RocksFault.opening(config.directory(), e);
        } catch (RuntimeException | Error e) {
            closeAll(open, lock);
            throw e;
        }
    }

    private static void closeAll(@Nullable OpenStore open, DirectoryLock lock) {
        if (open != null) {
            open.close();
        }
        lock.close();
    }

    /**
     * Hands a change to the writer; waits while too much is pending.
     *
     * @param samples how much it is, for the bound on what is pending
     * @return completes when the change is on the disk; exceptionally with an {@link ArchiveException} if it is not
     */
    public <T> CompletableFuture<T> commit(Change<T> change, int samples) {
        return commits.submit(change, samples);
    }

    /**
     * Reads.
     *
     * @throws ArchiveException if the store is closed or cannot be read
     */
    public <T> T read(Reading<T> reading) {
        gate.readLock().lock();
        try {
            return reading.from(opened());
        } catch (RocksDBException e) {
            throw RocksFault.reading(directory(), e);
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Names of all column families, also those of RocksDB and of this store itself. */
    public List<String> familyNames() {
        return read(view -> ((OpenStore) view).familyNames());
    }

    public Path directory() {
        return config.directory();
    }

    /** Whether the store was not closed properly the last time. */
    public boolean afterUncleanStop() {
        return marks.afterUncleanStop();
    }

    /** Why nothing can be stored at present; empty if it can, as far as known. */
    public Optional<String> fault() {
        return writer.fault();
    }

    /** Samples handed over and neither stored nor refused yet. */
    public long pending() {
        return commits.pendingSamples();
    }

    /** What the store takes on disk, with everything. */
    public long bytes() {
        try {
            return FolderSize.of(directory().resolve(DATABASE));
        } catch (IOException e) {
            throw new ArchiveException(directory() + ": cannot be listed: " + e, e);
        }
    }

    /** Name and version of the database. */
    public static String engine() {
        return "RocksDB " + RocksDB.rocksdbVersion();
    }

    /** For the writer: the database, or the reason why there is none. */
    OpenStore opened() {
        OpenStore current = open;
        if (current == null) {
            throw new ArchiveException(directory() + ": the archive is closed");
        }
        return current;
    }

    /** For the writer: closes the database and opens it again, which ends the state that an error has left it in. */
    void reopen() throws RocksDBException {
        gate.writeLock().lock();
        try {
            if (open != null) {
                open.close();
                open = null;
            }
            open = OpenStore.open(directory().resolve(DATABASE), config.memoryBytes(), families, false);
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** For the writer: drops a family when nobody reads it. */
    void drop(String family) throws RocksDBException {
        gate.writeLock().lock();
        try {
            opened().drop(family);
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** For the writer: drops a family unless it would have to wait for readers for long. */
    boolean dropIfUnused(String family) throws RocksDBException {
        try {
            if (!gate.writeLock().tryLock(DROP_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            opened().drop(family);
            return true;
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** Stores what was handed over, then ends. */
    @Override
    public void close() {
        close(true);
    }

    /**
     * Ends like a killed process would: the next start checks the files. For a store that turned out to be damaged.
     */
    void abandon() {
        close(false);
    }

    private void close(boolean properly) {
        commits.close();
        gate.writeLock().lock();
        try {
            OpenStore current = open;
            open = null;
            if (current != null) {
                try (current) {
                    if (properly) {
                        marks.stopped(current);
                    }
                }
            }
        } finally {
            gate.writeLock().unlock();
            lock.close();
        }
    }
}
