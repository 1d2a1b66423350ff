package dev.pollux.archive.rocks;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchiveStats;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The archive embedded in the station: RocksDB with a column family for each archive and day.
 *
 * <p>What was acknowledged has been synced to the disk; what a failure of power costs was not acknowledged, and is
 * no more than came within the commit interval. After an unclean stop the start checks what was written since the
 * start before.
 */
public final class RocksArchive implements Archive {
    private static final String SCHEMA = "archive";
    private static final int VERSION = 1;

    private final RocksStore store;
    private final Catalog catalog;
    private final SideColumns side;
    private final RocksWrites writes;
    private final RocksReads reads;

    private RocksArchive(RocksConfig config, RocksStore store, Clock clock) {
        this.store = store;
        this.catalog = store.read(Catalog::read);
        this.side = new SideColumns(store);
        this.writes = new RocksWrites(config, store, catalog, side, clock);
        this.reads = new RocksReads(store, catalog, writes::partitions);
    }

    /**
     * Opens or creates the archive of a directory.
     *
     * @param clock tells which partitions are of the present
     * @throws ArchiveException if another has it open, it is damaged, or the disk does not allow it; names the remedy
     */
    public static RocksArchive open(RocksConfig config, Clock clock) {
        List<String> families = new ArrayList<>(SideColumns.FAMILIES);
        families.add(Catalog.FAMILY);
        RocksStore store = RocksStore.open(config, SCHEMA, VERSION, families);
        try {
            RocksBackup.tidy(config.directory());
            RocksArchive archive = new RocksArchive(config, store, clock);
            if (store.afterUncleanStop()) {
                RocksVerify.newest(store, archive.catalog, archive.writes.partitions());
            }
            archive.writes.finishForgetting();
            return archive;
        } catch (RuntimeException | Error e) {
            store.abandon();
            throw e;
        }
    }

    @Override
    public boolean afterUncleanStop() {
        return store.afterUncleanStop();
    }

    /** Reads all of an archive that nobody has open, and tells what is damaged. */
    public static Verification verify(Path directory) {
        return RocksVerify.all(directory);
    }

    /**
     * Puts a backup where there is no archive yet.
     *
     * @throws ArchiveException if there is one, or the backup is damaged; nothing was restored then
     */
    public static void restore(Path backup, Path directory) {
        RocksBackup.restore(backup, directory);
    }

    @Override
    public CompletableFuture<AppendResult> append(Batch batch, WriteMode mode) {
        return store.commit(new Append(writes, batch, mode), batch.samples().size());
    }

    @Override
    public Page read(Page.Request request) {
        return reads.page(request);
    }

    @Override
    public Optional<ArchivedSample> bound(Series series, long time, Side where, TimeRange within) {
        return reads.bound(series, time, where, within);
    }

    @Override
    public void scan(Collection<Series> series, TimeRange range, Sink sink) {
        reads.scan(series, range, sink);
    }

    @Override
    public List<Digest> digests(Collection<Series> series, TimeRange range, long bucket) {
        return reads.digests(series, range, bucket);
    }

    @Override
    public SortedSet<Series> series() {
        return catalog.series();
    }

    @Override
    public Map<String, List<TimeRange>> coverage() {
        return side.coverage();
    }

    @Override
    public Map<String, Long> carriedOut() {
        return side.carriedOut();
    }

    @Override
    public List<Modification> modifications(Series series, TimeRange range, int limit) {
        return side.modifications(series, range, limit);
    }

    @Override
    public List<Annotation> annotations(Series series, TimeRange range, int limit) {
        return side.annotations(series, range, limit);
    }

    @Override
    public void forget(String archive, long before) {
        CompletableFuture<Boolean> forgotten = store.commit(
                writing -> {
                    writes.forget(archive, before, writing);
                    return true;
                },
                0);
        try {
            forgotten.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ArchiveException known
                    ? new ArchiveException(String.valueOf(known.getMessage()), known)
                    : e;
        }
    }

    @Override
    public void compact() {
        for (Partition partition : writes.partitions().all()) {
            store.read(view -> {
                if (view.hasFamily(partition.family())) {
                    view.db().compactRange(view.family(partition.family()));
                }
                return true;
            });
        }
    }

    @Override
    public void backup(Path directory) {
        RocksBackup.backup(store, directory);
    }

    @Override
    public ArchiveStats stats() {
        return new ArchiveStats(
                RocksStore.engine(),
                writes.appended(),
                store.pending(),
                store.bytes(),
                catalog.first(writes.partitions().all()),
                Optional.empty(),
                store.fault().or(writes::budgetFault));
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, TimeRange.ALL);
    }

    @Override
    public void close() {
        store.close();
    }
}
