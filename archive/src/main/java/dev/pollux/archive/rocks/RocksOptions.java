package dev.pollux.archive.rocks;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;

/** RocksDB's settings. They must live as long as the database that was opened with them. */
final class RocksOptions implements AutoCloseable {
    private static final int BLOCK = 16 << 10;
    private static final int ARENA = 256 << 10;
    private static final int OPEN_FILES = 512;
    private static final int LOG_FILE = 1 << 20;

    private final Cache cache;
    private final DBOptions database;
    private final ColumnFamilyOptions family;

    RocksOptions(long memoryBytes) {
        cache = new LRUCache(memoryBytes / 2);
        database = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxOpenFiles(OPEN_FILES)
                .setDbWriteBufferSize(memoryBytes)
                .setMaxTotalWalSize(2 * memoryBytes)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(LOG_FILE)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0)
                .setMaxSubcompactions(1)
                .setIncreaseParallelism(2)
                // What a kill or a power failure leaves unfinished at the end was never acknowledged. Damage in the
                // middle must not cost what comes after it without a word: RocksDB then refuses to open.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                // After an error this store opens the database again itself; both at once would be one too many.
                .setMaxBgErrorResumeCount(0);
        family = new ColumnFamilyOptions()
                .setWriteBufferSize(memoryBytes / 2)
                // Partitions that hardly get anything must not each take a large first block.
                .setArenaBlockSize(Math.min(ARENA, memoryBytes / 8))
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockSize(BLOCK)
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setFormatVersion(6));
    }

    DBOptions database() {
        return database;
    }

    ColumnFamilyOptions family() {
        return family;
    }

    @Override
    public void close() {
        family.close();
        database.close();
        cache.close();
    }
}
