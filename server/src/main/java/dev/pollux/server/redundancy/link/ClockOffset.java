package dev.pollux.server.redundancy.link;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * How far the partner's clock is ahead of the own one, by the best of the last exchanges: the shorter the round trip,
 * the less the two ways can differ. Not thread-safe.
 */
final class ClockOffset {
    private static final int KEPT = 16;

    private final ArrayDeque<Measured> last = new ArrayDeque<>();

    private record Measured(Duration roundTrip, Duration offset) {}

    /**
     * Takes a measurement and gives the best of the last ones.
     *
     * @param roundTrip from request to answer; the true offset is within half of it
     * @param offset the partner's clock minus the own one, by the middle of the round trip
     */
    Duration measured(Duration roundTrip, Duration offset) {
        if (last.size() >= KEPT) {
            last.removeFirst();
        }
        last.addLast(new Measured(roundTrip, offset));
        Measured best = last.getFirst();
        for (Measured each : last) {
            // Of equals the newer one: a clock may have been set.
            best = each.roundTrip().compareTo(best.roundTrip()) <= 0 ? each : best;
        }
        // A clock that was set is farther off than any round trip explains: what was measured before tells nothing.
        Duration apart = offset.minus(best.offset()).abs();
        if (apart.compareTo(roundTrip.plus(best.roundTrip())) > 0) {
            last.clear();
            last.addLast(new Measured(roundTrip, offset));
            return offset;
        }
        return best.offset();
    }
}
