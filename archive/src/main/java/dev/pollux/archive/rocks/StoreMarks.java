package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a store notes about itself: what it holds, and whether it is running. */
final class StoreMarks {
    /** The family of the marks. */
    static final String FAMILY = "store";

    private static final Logger LOG = LoggerFactory.getLogger(StoreMarks.class);
    private static final byte[] SCHEMA = "schema".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RUNNING = "running".getBytes(StandardCharsets.US_ASCII);

    private final Path directory;
    private final String schema;
    private final boolean afterUncleanStop;

    private StoreMarks(Path directory, String schema, boolean afterUncleanStop) {
        this.directory = directory;
        this.schema = schema;
        this.afterUncleanStop = afterUncleanStop;
    }

    /** Notes the schema in a new store; refuses one that is another's, later or damaged. */
    static StoreMarks check(Path directory, OpenStore open, String schema, int version) throws RocksDBException {
        ColumnFamilyHandle family = open.family(FAMILY);
        byte[] found = open.db().get(family, SCHEMA);
        if (found == null) {
            try (WriteOptions synced = new WriteOptions().setSync(true)) {
                byte[] own = (schema + " " + version).getBytes(StandardCharsets.US_ASCII);
                open.db().put(family, synced, SCHEMA, own);
            }
        } else {
            checkSchema(directory, new String(found, StandardCharsets.US_ASCII), schema, version);
        }
        byte @Nullable [] running = open.db().get(family, RUNNING);
        if (running != null) {
            long since = ByteBuffer.wrap(running).getLong();
            LOG.warn("{}: was not closed properly; checking what was written since its last start", directory);
            FileCheck.newerThan(directory, open, since);
        }
        return new StoreMarks(directory, schema, running != null);
    }

    private static void checkSchema(Path directory, String found, String schema, int version) {
        String[] parts = found.split(" ", 2);
        if (parts.length != 2 || !parts[0].equals(schema)) {
            throw new ArchiveException(directory + ": holds \"" + found + "\", not \"" + schema
                    + "\": give each store a directory of its own");
        }
        if (Integer.parseInt(parts[1]) > version) {
            throw new ArchiveException(directory + ": is of layout " + parts[1] + ", this version knows up to "
                    + version + ": use the later version of Pollux");
        }
    }

    String schema() {
        return schema;
    }

    boolean afterUncleanStop() {
        return afterUncleanStop;
    }

    /** From here on a stop that is not announced is an unclean one. */
    void started(OpenStore open) throws RocksDBException {
        long newest = open.db().getLiveFilesMetaData().stream()
                .mapToLong(StoreMarks::fileNumber)
                .max()
                .orElse(0);
        try (WriteOptions synced = new WriteOptions().setSync(true)) {
            byte[] mark = ByteBuffer.allocate(Long.BYTES).putLong(newest).array();
            open.db().put(open.family(FAMILY), synced, RUNNING, mark);
        }
    }

    void stopped(OpenStore open) {
        try (WriteOptions synced = new WriteOptions().setSync(true)) {
            open.db().delete(open.family(FAMILY), synced, RUNNING);
        } catch (RocksDBException e) {
            // Costs no more than a check at the next start.
            LOG.warn("{}: could not note its proper end: {}", directory, e.getMessage());
        }
    }

    /** RocksDB numbers its files in the order in which it creates them: /000123.sst. */
    static long fileNumber(LiveFileMetaData file) {
        return Long.parseLong(file.fileName().replaceAll("\\D", ""));
    }
}
