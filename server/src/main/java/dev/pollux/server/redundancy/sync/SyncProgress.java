package dev.pollux.server.redundancy.sync;

import java.time.Duration;
import java.util.Optional;

/**
 * How far the own archive is from having all that the partner's has.
 *
 * @param running gaps are being filled at this moment
 * @param gaps number of ranges that are missing, over all devices
 * @param missing length of all of them together
 * @param copied samples copied since the station started
 * @param rate samples a second lately; 0 if none are being copied
 * @param remaining estimate until the gaps are filled; empty if nothing is being filled or too little is known
 * @param trouble why nothing can be filled at present; empty if all is well
 */
public record SyncProgress(
        boolean running,
        int gaps,
        Duration missing,
        long copied,
        double rate,
        Optional<Duration> remaining,
        String trouble) {
    public static final SyncProgress NOTHING_KNOWN =
            new SyncProgress(false, 0, Duration.ZERO, 0, 0, Optional.empty(), "");
}
