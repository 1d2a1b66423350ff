package dev.pollux.server.redundancy.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the own archive is from having all that the partner's has.
 *
 * @param phase what is being done about it
 * @param afterReturn the partner has, or had when this began, more than a moment that the own archive lacks: a station,
 *     a device or the network was away
 * @param gaps number of ranges that are missing, over all devices
 * @param span from where the first of them begins to where the last ends; empty if nothing is missing
 * @param missing length of all of them together
 * @param share of what was missing when this run began that is filled by now, 0..1; 1 if nothing is missing
 * @param copied samples copied since the station started
 * @param rate samples a second lately; 0 if none are being copied
 * @param remaining estimate until the gaps are filled; empty if nothing is being filled or too little is known
 * @param trouble why nothing can be filled at present; empty if all is well
 * @param last the last run that has ended; empty if none has since the station started
 */
public record SyncProgress(
        Phase phase,
        boolean afterReturn,
        int gaps,
        Optional<Span> span,
        Duration missing,
        double share,
        long copied,
        double rate,
        Optional<Duration> remaining,
        String trouble,
        Optional<Run> last) {
    public static final SyncProgress NOTHING_KNOWN = new SyncProgress(
            Phase.UNKNOWN, false, 0, Optional.empty(), Duration.ZERO, 1, 0, 0, Optional.empty(), "", Optional.empty());

    /** What is being done. */
    public enum Phase {
        /** The partner's archive has not been asked yet. */
        UNKNOWN,
        /** The own archive has all that the partner's has. */
        COMPLETE,
        /** Gaps are being filled. */
        FILLING,
        /** An operator has interrupted it. */
        PAUSED,
        /** It cannot go on at present; the trouble tells why. */
        WAITING,
        /** The project does not want gaps to be filled. */
        OFF
    }

    /** A span of time. */
    public record Span(Instant from, Instant to) {}

    /**
     * One run over all gaps that were known when it began.
     *
     * @param samples that it copied
     * @param error why it ended early; empty if it filled all
     */
    public record Run(Instant start, Instant end, long samples, String error) {}

    /** Whether the own archive lacks something that the partner's has. */
    public boolean needed() {
        return gaps > 0;
    }
}
