package dev.pollux.archive.rocks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How the embedded archive works.
 *
 * @param directory of its own; created if missing
 * @param commitInterval longest wait for more before a group is written, 0 to 10 s; what a failure of power may
 *     cost at most, and nothing of it was acknowledged
 * @param pendingMax samples that may wait for being written; an append beyond it waits
 * @param bytesMax what the archive may take on disk, 0 for no bound; beyond it the oldest partitions are dropped
 * @param partitionDays length of a partition for archives that {@code partitionDaysOf} does not name, 1 to 31
 * @param partitionDaysOf length of a partition by name of archive
 * @param memoryBytes for what is written but not yet sorted into files; reads take as much again at most
 */
public record RocksConfig(
        Path directory,
        Duration commitInterval,
        int pendingMax,
        long bytesMax,
        int partitionDays,
        Map<String, Integer> partitionDaysOf,
        long memoryBytes) {
    private static final Duration INTERVAL_MAX = Duration.ofSeconds(10);

    public RocksConfig {
        partitionDaysOf = Map.copyOf(partitionDaysOf);
        if (commitInterval.isNegative() || commitInterval.compareTo(INTERVAL_MAX) > 0) {
            throw new IllegalArgumentException("archive.commit-interval must be 0 to 10 s, not " + commitInterval);
        }
        if (pendingMax < 1) {
            throw new IllegalArgumentException("archive.pending-max must be 1 or more, not " + pendingMax);
        }
        if (memoryBytes < 1 << 20) {
            throw new IllegalArgumentException("archive.memory-bytes must be 1 MiB or more, not " + memoryBytes);
        }
        if (bytesMax != 0 && bytesMax < 4 * memoryBytes) {
            // The log of what is in memory counts too.
            throw new IllegalArgumentException("archive.bytes-max must be 0 or at least 4 x archive.memory-bytes, "
                    + 4 * memoryBytes + ", not " + bytesMax);
        }
        checkDays("archive.partition-days", partitionDays);
        partitionDaysOf.forEach((archive, days) -> checkDays("archive.partition-days of " + archive, days));
    }

    /** What fits most stations: groups of 100 ms, partitions of a day, no bound on disk, 128 MiB. */
    public static RocksConfig in(Path directory) {
        return new RocksConfig(directory, Duration.ofMillis(100), 500_000, 0, 1, Map.of(), 128 << 20);
    }

    public RocksConfig withCommitInterval(Duration interval) {
        return new RocksConfig(directory, interval, pendingMax, bytesMax, partitionDays, partitionDaysOf, memoryBytes);
    }

    public RocksConfig withPendingMax(int samples) {
        return new RocksConfig(
                directory, commitInterval, samples, bytesMax, partitionDays, partitionDaysOf, memoryBytes);
    }

    public RocksConfig withBytesMax(long bytes) {
        return new RocksConfig(
                directory, commitInterval, pendingMax, bytes, partitionDays, partitionDaysOf, memoryBytes);
    }

    public RocksConfig withPartitionDays(int days, Map<String, Integer> daysOf) {
        return new RocksConfig(directory, commitInterval, pendingMax, bytesMax, days, daysOf, memoryBytes);
    }

    public RocksConfig withMemoryBytes(long bytes) {
        return new RocksConfig(directory, commitInterval, pendingMax, bytesMax, partitionDays, partitionDaysOf, bytes);
    }

    int daysOf(String archive) {
        return partitionDaysOf.getOrDefault(archive, partitionDays);
    }

    private static void checkDays(String key, int days) {
        if (days < 1 || days > 31) {
            throw new IllegalArgumentException(key + " must be 1 to 31, not " + days);
        }
    }
}
