package dev.pollux.server.space.system;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a station shows about the synchronisation of its archive, at one moment.
 *
 * @param phase one word; {@code none} for a station without a partner or without an archive
 * @param gaps spans that are missing; 0 if nothing is
 * @param span where they lie
 * @param missing length of all of them together
 * @param progress percent of this run, 0..100
 * @param copied values copied since start
 * @param rate values in a second, lately
 * @param remaining estimate until the gaps are filled
 * @param trouble why nothing can be filled; empty if all is well
 * @param last the last run that has ended
 * @param userChanges whether what users change in history here reaches the other stations
 */
public record SyncValues(
        String phase,
        int gaps,
        Optional<Span> span,
        Duration missing,
        double progress,
        long copied,
        double rate,
        Optional<Duration> remaining,
        String trouble,
        Optional<Run> last,
        boolean userChanges) {
    static final String FILLING = "filling";
    static final String PAUSED = "paused";

    /** A station that does not synchronise. */
    public static final SyncValues NONE = new SyncValues(
            "none", 0, Optional.empty(), Duration.ZERO, 100, 0, 0, Optional.empty(), "", Optional.empty(), false);

    /** A span of time. */
    public record Span(Instant from, Instant to) {}

    /** A run; {@code error} is empty if it filled all. */
    public record Run(Instant start, Instant end, long values, String error) {}
}
