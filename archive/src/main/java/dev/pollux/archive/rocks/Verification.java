package dev.pollux.archive.rocks;

import java.util.List;

/**
 * What a look at every sample of an archive has found.
 *
 * @param partitions in order of archive and time
 * @param faults each one line; empty if the archive is sound
 */
public record Verification(List<PartitionReport> partitions, List<String> faults) {
    public Verification {
        partitions = List.copyOf(partitions);
        faults = List.copyOf(faults);
    }

    /**
     * One partition.
     *
     * @param archive name of the archive
     * @param from its begin, in {@link dev.pollux.archive.Ticks}
     * @param to its end
     * @param series with samples in it, as far as it could be read
     * @param samples in it, as far as it could be read
     * @param sound whether all of it could be read
     */
    public record PartitionReport(String archive, long from, long to, long series, long samples, boolean sound) {}

    public boolean sound() {
        return faults.isEmpty();
    }

    public long samples() {
        return partitions.stream().mapToLong(PartitionReport::samples).sum();
    }
}
