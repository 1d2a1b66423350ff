package dev.pollux.archive.rocks;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Reads from a store. It must be short: reopening and closing the store, and dropping families, wait for it.
 *
 * @param <T> what was read
 */
@FunctionalInterface
public interface Reading<T> {
    T from(View view) throws RocksDBException;

    /** The open database; not to be kept beyond the reading. */
    interface View {
        RocksDB db();

        /** The family of that name; there must be one. */
        ColumnFamilyHandle family(String name);

        boolean hasFamily(String name);
    }
}
