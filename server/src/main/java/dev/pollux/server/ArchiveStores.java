package dev.pollux.server;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Series;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.server.project.ArchiveConfig;
import dev.pollux.server.project.StationConfig.ArchiveStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Opens the archive that a station file names. */
final class ArchiveStores {
    /** Dropping a partition gets slower with their number, so there are a few hundred at most. */
    private static final int PARTITIONS_MAX = 200;

    private static final int PARTITION_DAYS_MAX = 31;

    private ArchiveStores() {}

    /**
     * Opens the archive; {@code store} names one.
     *
     * @throws IOException with the reason and its remedy in one line
     */
    static Archive open(ArchiveStore store, ArchiveConfig config) throws IOException {
        Files.createDirectories(store.directory());
        try {
            return switch (store.engine()) {
                case ROCKSDB -> RocksArchive.open(rocks(store, config), Clock.systemUTC());
                case INFLUXDB -> throw new IOException("archive.store: influxdb is not supported yet");
                case NONE -> throw new IllegalArgumentException("there is nothing to open");
            };
        } catch (ArchiveException refused) {
            throw new IOException(
                    "cannot open the archive in " + store.directory() + ": " + refused.getMessage(), refused);
        }
    }

    private static RocksConfig rocks(ArchiveStore store, ArchiveConfig config) {
        Map<String, Integer> days = new HashMap<>();
        days.put(Series.VALUES, partitionDays(config.retention()));
        config.longTerm().forEach(each -> days.put(each.name(), partitionDays(each.retention())));
        return RocksConfig.in(store.directory())
                .withCommitInterval(store.commitInterval())
                .withBytesMax(store.diskBudget())
                .withPartitionDays(1, days);
    }

    private static int partitionDays(Duration retention) {
        return (int) Math.min(PARTITION_DAYS_MAX, 1 + retention.toDays() / PARTITIONS_MAX);
    }
}
