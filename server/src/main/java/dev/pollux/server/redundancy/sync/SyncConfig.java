package dev.pollux.server.redundancy.sync;

import java.time.Duration;
import java.util.Optional;

/**
 * What is synchronised with the partner's archive.
 *
 * @param gaps whether gaps are filled
 * @param last only gaps of so long ago are filled; empty for all
 * @param rateMax samples a second that are copied at most, so that live archiving and the network are not disturbed
 * @param readThrough whether clients are shown the partner's values while a gap is open
 */
public record SyncConfig(boolean gaps, Optional<Duration> last, int rateMax, boolean readThrough) {
    public static final SyncConfig DEFAULT = new SyncConfig(true, Optional.empty(), 200_000, true);

    public SyncConfig {
        if (rateMax < 1_000
                || last.map(span -> span.isNegative() || span.isZero()).orElse(false)) {
            throw new IllegalArgumentException(
                    "gaps of the last " + last + " cannot be filled with " + rateMax + " samples a second");
        }
    }
}
