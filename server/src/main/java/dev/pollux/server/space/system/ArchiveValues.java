package dev.pollux.server.space.system;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a station shows about its archive, at one moment.
 *
 * @param engine name and version of the database; empty if the station does not archive
 * @param stored samples made durable since start
 * @param rate samples made durable in a second, lately
 * @param pending samples taken that are not durable yet
 * @param dropped samples that were not archived since start
 * @param diskBytes that it takes on this machine
 * @param diskBytesMax bound on that
 * @param oldest source time of the oldest sample
 * @param fault why nothing can be stored at present, empty if it can
 * @param queue what waits for a database elsewhere
 * @param gaps number of spans that the archive is not complete for
 * @param gapList the latest of them, one line each
 * @param job what a maintenance job is doing, or how the last one ended; empty if there was none
 */
public record ArchiveValues(
        String engine,
        long stored,
        double rate,
        long pending,
        long dropped,
        long diskBytes,
        long diskBytesMax,
        Optional<Instant> oldest,
        String fault,
        Queue queue,
        int gaps,
        List<String> gapList,
        String job) {
    /** A station that does not archive. */
    public static final ArchiveValues NONE =
            new ArchiveValues("", 0, 0, 0, 0, 0, 0, Optional.empty(), "", Queue.EMPTY, 0, List.of(), "");

    public ArchiveValues {
        gapList = List.copyOf(gapList);
    }

    /**
     * A durable queue in front of a database elsewhere.
     *
     * @param samples that wait
     * @param bytes that they take
     * @param lag age of the oldest that waits
     * @param rate samples in a second that the database took lately
     * @param dropped samples given up since start
     * @param error last answer of the database, empty if it was good
     */
    public record Queue(long samples, long bytes, Duration lag, double rate, long dropped, String error) {
        /** Nothing waits, or there is no queue. */
        public static final Queue EMPTY = new Queue(0, 0, Duration.ZERO, 0, 0, "");
    }
}
