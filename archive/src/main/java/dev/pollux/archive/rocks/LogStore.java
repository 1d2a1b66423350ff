package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** The RocksDB of a log that a station keeps beside its archive: one process has it open, one thread writes. */
final class LogStore implements AutoCloseable {
    private final Path directory;
    private final String entry;
    private final DirectoryLock lock;
    private final OpenStore store;
    // Reads hold the read lock, so that the native library is never asked after the end.
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private boolean closed;

    private LogStore(Path directory, String entry, DirectoryLock lock, OpenStore store) {
        this.directory = directory;
        this.entry = entry;
        this.lock = lock;
        this.store = store;
    }

    /** Opens the data. */
    @FunctionalInterface
    interface Opening {
        OpenStore open() throws RocksDBException;
    }

    /** Does something with RocksDB. */
    @FunctionalInterface
    interface Work<T> {
        T with(RocksDB db) throws RocksDBException, IOException;
    }

    /**
     * Takes the directory and opens the data.
     *
     * @param entry what the log keeps, in the singular
     * @throws ArchiveException if another process has it open or the data cannot be opened
     */
    static LogStore open(Path directory, String entry, Opening data) {
        RocksLibrary.load(directory.resolve("native"));
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            return new LogStore(directory, entry, lock, data.open());
        } catch (RocksDBException e) {
            lock.close();
            throw RocksFault.opening(directory, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Beside other reads. */
    <T> T reading(Work<T> work) {
        return guarded(gate.readLock(), work, false);
    }

    /** Alone. */
    <T> T writing(Work<T> work) {
        return guarded(gate.writeLock(), work, true);
    }

    private <T> T guarded(Lock held, Work<T> work, boolean stores) {
        held.lock();
        try {
            if (closed) {
                throw new ArchiveException(directory + ": the " + entry + " log is closed");
            }
            return work.with(store.db());
        } catch (RocksDBException e) {
            throw stores ? RocksFault.storing(directory, e) : RocksFault.reading(directory, e);
        } catch (IOException e) {
            throw new ArchiveException(directory + ": a " + entry + " cannot be understood: " + e.getMessage(), e);
        } finally {
            held.unlock();
        }
    }

    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                store.close();
                lock.close();
            }
        } finally {
            gate.writeLock().unlock();
        }
    }
}
