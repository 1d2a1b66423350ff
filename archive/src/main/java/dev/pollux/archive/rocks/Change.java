package dev.pollux.archive.rocks;

import org.rocksdb.RocksDBException;

/**
 * A change to a store, carried out on the store's writer thread. What one change puts into the batch becomes
 * durable as a whole or not at all.
 *
 * @param <T> what it tells about itself once it is durable
 */
@FunctionalInterface
public interface Change<T> {
    /** Adds to the batch; must not keep {@code writing}. An exception undoes only what this change has added. */
    T addTo(Writing writing) throws RocksDBException;
}
