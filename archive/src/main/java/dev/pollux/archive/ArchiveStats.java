package dev.pollux.archive;

import java.time.Duration;
import java.util.Optional;

/**
 * How an archive does.
 *
 * @param engine name and version of the database
 * @param appended samples made durable since start
 * @param pending samples appended and not yet durable
 * @param bytes that it takes on this machine's disk, queue included
 * @param oldest instant in {@link Ticks} of which something is kept; empty without samples
 * @param queue what waits for a database elsewhere; empty for an embedded one
 * @param fault why it cannot store at present; empty if it can
 */
public record ArchiveStats(
        String engine,
        long appended,
        long pending,
        long bytes,
        Optional<Long> oldest,
        Optional<Queue> queue,
        Optional<String> fault) {
    /**
     * A durable queue in front of a database.
     *
     * @param samples that wait
     * @param bytes that they take on disk
     * @param bytesMax the bound on that
     * @param lag age of the oldest that waits
     * @param rate samples a second that the database took lately
     * @param dropped samples that had to be given up since start because the bound was reached
     * @param lastError of the database, empty if its last answer was good
     */
    public record Queue(
            long samples, long bytes, long bytesMax, Duration lag, double rate, long dropped, String lastError) {}
}
