package dev.pollux.server.redundancy.loop;

import dev.pollux.server.redundancy.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When things last happened, by the wall clock.
 *
 * @param lastLoss the partner failed or stopped
 * @param lastReturn it was seen again
 * @param lastSwitch the own state changed
 * @param lastSwitchReason why
 * @param lastSwitchDuration from the loss or request to the new state
 */
public record PairHistory(
        Optional<Instant> lastLoss,
        Optional<Instant> lastReturn,
        Optional<Instant> lastSwitch,
        Optional<Reason> lastSwitchReason,
        Optional<Duration> lastSwitchDuration) {
    /** Nothing has happened yet. */
    public static final PairHistory NONE =
            new PairHistory(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    PairHistory lost(Instant at) {
        return new PairHistory(Optional.of(at), lastReturn, lastSwitch, lastSwitchReason, lastSwitchDuration);
    }

    PairHistory returned(Instant at) {
        return new PairHistory(lastLoss, Optional.of(at), lastSwitch, lastSwitchReason, lastSwitchDuration);
    }

    PairHistory switched(Instant at, Reason reason, Optional<Duration> duration) {
        return new PairHistory(lastLoss, lastReturn, Optional.of(at), Optional.of(reason), duration);
    }
}
