package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What changes of the archive share: its partitions, the budget of disk space, retention. All but {@link
 * #partitions} and {@link #appended()} belongs to the store's writer thread.
 */
final class RocksWrites {
    private static final Logger LOG = LoggerFactory.getLogger(RocksWrites.class);

    /** More partitions than that get no companions but of a century each; opening takes a second for a thousand. */
    private static final int PARTITIONS_MAX = 5_000;

    /** The budget is looked at each time this part of it was written. */
    private static final int BUDGET_PARTS = 64;

    private static final int VALUE_USUAL = 4096;

    private final RocksConfig config;
    private final RocksStore store;
    private final Catalog catalog;
    private final SideColumns side;
    private final Clock clock;
    private final ByteBuffer key = ByteBuffer.allocateDirect(SampleKey.SIZE);
    private ByteBuffer value = ByteBuffer.allocateDirect(VALUE_USUAL);

    /** Replaced by the writer, read by any. */
    private volatile Partitions partitions;

    /** Written by the writer only, read by any. */
    private volatile long appended;

    /** Written by the writer only, read by any. */
    private volatile @Nullable String budgetFault;

    private long writtenSinceLook;

    RocksWrites(RocksConfig config, RocksStore store, Catalog catalog, SideColumns side, Clock clock) {
        this.config = config;
        this.store = store;
        this.catalog = catalog;
        this.side = side;
        this.clock = clock;
        this.partitions = Partitions.of(store.familyNames().stream()
                .map(Partition::of)
                .flatMap(Optional::stream)
                .toList());
        // The first append looks whether an earlier run has left more than is allowed now.
        this.writtenSinceLook = config.bytesMax();
    }

    Catalog catalog() {
        return catalog;
    }

    SideColumns side() {
        return side;
    }

    Partitions partitions() {
        return partitions;
    }

    long appended() {
        return appended;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void appended(int samples) {
        appended += samples;
    }

    void written(int bytes) {
        writtenSinceLook += bytes;
    }

    ByteBuffer keyBuffer() {
        return key;
    }

    /** Cleared, with room for a size. */
    ByteBuffer valueBuffer(int size) {
        if (size > value.capacity()) {
            value = ByteBuffer.allocateDirect(2 * size);
        }
        return value.clear();
    }

    boolean isId(Series series, int id) {
        return catalog.find(series).filter(entry -> entry.id() == id).isPresent();
    }

    /** The partition for a time, created if there is none. */
    Partition partition(String archive, long time, Writing writing) throws RocksDBException {
        Partition found = partitions.at(archive, time);
        if (found != null) {
            return found;
        }
        TimeRange range = PartitionRules.range(
                time,
                now(),
                config.daysOf(archive),
                partitions.gap(archive, time),
                partitions.size() >= PARTITIONS_MAX);
        Partition created = new Partition(archive, range);
        writing.createFamily(created.family());
        partitions = partitions.with(created);
        return created;
    }

    /** Forgets what of an archive ended before an instant, and takes nothing older any more. */
    void forget(String archive, long before, Writing writing) throws RocksDBException {
        Partition kept = partitions.at(archive, before);
        long horizon = kept == null ? before : kept.range().from();
        if (horizon <= catalog.horizon(archive)) {
            return;
        }
        List<Partition> gone = partitions.in(archive, new TimeRange(Ticks.MIN, horizon)).stream()
                .toList();
        drop(archive, horizon, gone, writing);
        LOG.info("{}: forgot {} of archive {} before {}", store.directory(), count(gone), archive, at(horizon));
    }

    /** Drops what a killed process had forgotten but not dropped yet. */
    void finishForgetting() {
        List<Partition> gone = partitions.all().stream()
                .filter(partition -> partition.range().to() <= catalog.horizon(partition.archive()))
                .toList();
        if (!gone.isEmpty()) {
            store.commit(
                            writing -> {
                                drop(gone, catalog.new Edit(writing), writing);
                                return true;
                            },
                            0)
                    .join();
        }
    }

    private void drop(String archive, long horizon, List<Partition> gone, Writing writing) throws RocksDBException {
        Catalog.Edit edit = catalog.new Edit(writing);
        edit.horizon(archive, horizon);
        side.forget(archive, horizon, writing);
        if (archive.equals(Series.VALUES)) {
            side.uncover(new TimeRange(Ticks.MIN, horizon), writing);
        }
        drop(gone, edit, writing);
    }

    private void drop(List<Partition> gone, Catalog.Edit edit, Writing writing) throws RocksDBException {
        for (Partition partition : gone) {
            edit.dropped(partition);
            writing.dropFamily(partition.family());
        }
        writing.afterwards(() -> partitions = partitions.without(gone));
    }

    /**
     * Has the budget looked at now and then. Refuses if it was exceeded the last time and nothing could be spared.
     */
    void checkBudget() {
        String refusal = budgetFault;
        if (config.bytesMax() == 0 || (refusal == null && writtenSinceLook < config.bytesMax() / BUDGET_PARTS)) {
            return;
        }
        writtenSinceLook = 0;
        CompletableFuture<Boolean> unused = store.commit(this::keepBudget, 0).whenComplete((dropped, failure) -> {
            if (failure != null) {
                LOG.warn("{}: could not drop anything: {}", store.directory(), failure.getMessage());
            }
        });
        if (refusal != null) {
            throw new ArchiveException(refusal);
        }
    }

    /** Drops the oldest partition if there is too much. One at a time: only then is it known what that has freed. */
    private boolean keepBudget(Writing writing) throws RocksDBException {
        long bytes = store.bytes();
        budgetFault = null;
        if (bytes <= config.bytesMax()) {
            return false;
        }
        Optional<Partition> expendable = PartitionRules.expendable(partitions.all(), now());
        if (expendable.isEmpty()) {
            budgetFault = store.directory() + ": cannot store: it takes " + bytes + " of " + config.bytesMax()
                    + " bytes, and only the present partition is left; raise archive.bytes-max";
            LOG.error("{}", budgetFault);
            return false;
        }
        Partition gone = expendable.get();
        spare(gone, writing);
        LOG.warn(
                "{}: takes {} of {} bytes: dropped archive {} from {} to {}",
                store.directory(),
                bytes,
                config.bytesMax(),
                gone.archive(),
                at(gone.range().from()),
                at(gone.range().to()));
        // Look again with the next append.
        writtenSinceLook = config.bytesMax();
        return true;
    }

    private void spare(Partition gone, Writing writing) throws RocksDBException {
        if (gone.range().to() <= now()) {
            drop(gone.archive(), gone.range().to(), List.of(gone), writing);
            return;
        }
        Catalog.Edit edit = catalog.new Edit(writing);
        if (gone.archive().equals(Series.VALUES)) {
            side.uncover(gone.range(), writing);
        }
        drop(List.of(gone), edit, writing);
    }

    private long now() {
        return Ticks.of(clock.instant());
    }

    private static Object at(long ticks) {
        return Ticks.toInstant(ticks);
    }

    private static String count(List<Partition> partitions) {
        return partitions.size() + (partitions.size() == 1 ? " partition" : " partitions");
    }

    /** Why nothing can be appended although the disk works; empty if that is not so. */
    Optional<String> budgetFault() {
        return Optional.ofNullable(budgetFault);
    }
}
