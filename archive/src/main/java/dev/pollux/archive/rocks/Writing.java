package dev.pollux.archive.rocks;

import java.util.Map;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What a {@link Change} works with. Only valid during the change, on the writer thread. */
public interface Writing {
    /** Where to put the change. */
    WriteBatch batch();

    /** To read what is there; see {@link #settle}. Never to write. */
    RocksDB db();

    /** An open column family. */
    ColumnFamilyHandle family(String name);

    /** Makes the changes before this one readable through {@link #db}. Call before adding anything. */
    void settle() throws RocksDBException;

    /**
     * What changes of one group tell the ones after them, under keys of their owners. Gone when the group is
     * written or has failed.
     */
    Map<Object, Object> group();

    /** Creates a column family now, whatever becomes of the change; does nothing if it is there. */
    ColumnFamilyHandle createFamily(String name) throws RocksDBException;

    /**
     * Drops a column family with all its contents once this change is durable, and before the next change is
     * carried out. What reads from it may keep it for a while.
     */
    void dropFamily(String name);

    /** Is called once this change is durable, before its future completes; for what is kept in memory. */
    void afterwards(Runnable then);
}
