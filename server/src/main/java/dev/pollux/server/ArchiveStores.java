package dev.pollux.server;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Series;
import dev.pollux.archive.influx.InfluxArchive;
import dev.pollux.archive.influx.InfluxConfig;
import dev.pollux.archive.influx.InfluxConfig.Login;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.server.project.ArchiveConfig;
import dev.pollux.server.project.StationConfig.ArchiveStore;
import dev.pollux.server.project.StationConfig.ArchiveStore.Influx;
import java.io.IOException;
import java.net.URI;
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
                case INFLUXDB -> InfluxArchive.open(rocks(store, config), influx(store, config), Clock.systemUTC());
                case NONE -> throw new IllegalArgumentException("there is nothing to open");
            };
        } catch (ArchiveException refused) {
            throw new IOException(
                    "cannot open the archive in " + store.directory() + ": " + refused.getMessage(), refused);
        }
    }

    /** The disk budget bounds what waits for the database; the rest of the directory is small. */
    private static InfluxConfig influx(ArchiveStore store, ArchiveConfig config) throws IOException {
        Influx influx = store.influx().orElseThrow();
        Map<String, Duration> retention = new HashMap<>();
        retention.put(Series.VALUES, config.retention());
        config.longTerm().forEach(each -> retention.put(each.name(), each.retention()));
        Login login = Login.NONE;
        if (influx.password().isPresent()) {
            login = new Login(
                    influx.user().orElseThrow(), influx.password().get().read());
        } else if (influx.token().isPresent()) {
            login = Login.token(influx.token().get().read());
        }
        try {
            InfluxConfig standard = InfluxConfig.of(URI.create(influx.url()), login, influx.database(), influx.org());
            return standard.withRetention(retention).withQueueBytesMax(Math.max(1 << 20, store.diskBudget()));
        } catch (IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
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
