package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.Optional;

/**
 * What a station remembers from one decision to the next.
 *
 * @param role the state that clients see
 * @param reason why it is in this state
 * @param since uptime of the last change of role
 * @param term highest term known; a Master's own token, raised at each assumption of the role
 * @param handover part in a planned switchover
 * @param handoverSince uptime when the handover began; meaningful unless NONE
 * @param pending uptime since when a condition holds that acts only when it lasts: worse or repaired device
 *     connections, or no Master at all
 * @param partnerSeen availability of the partner at the last decision, to notice loss and return once
 */
public record StationState(
        RoleState role,
        Reason reason,
        Duration since,
        long term,
        Handover handover,
        Duration handoverSince,
        Optional<Duration> pending,
        PartnerView.Availability partnerSeen) {

    /** A station that has just started, with the term that it remembers from before. */
    public static StationState starting(long rememberedTerm) {
        return initial(RoleState.UNDEFINED, Reason.STARTING, rememberedTerm);
    }

    /** A station without partner. */
    public static StationState standalone() {
        return initial(RoleState.STANDALONE, Reason.NO_REDUNDANCY, 0);
    }

    private static StationState initial(RoleState role, Reason reason, long term) {
        return new StationState(
                role,
                reason,
                Duration.ZERO,
                term,
                Handover.NONE,
                Duration.ZERO,
                Optional.empty(),
                PartnerView.Availability.UNKNOWN);
    }

    /** Whether the partner has not been heard since the start. */
    boolean unmet() {
        return partnerSeen == PartnerView.Availability.UNKNOWN || partnerSeen == PartnerView.Availability.LISTENING;
    }

    StationState become(RoleState newRole, Reason why, Duration uptime) {
        return new StationState(
                newRole, why, uptime, term, Handover.NONE, Duration.ZERO, Optional.empty(), partnerSeen);
    }

    StationState withTerm(long newTerm) {
        return new StationState(role, reason, since, newTerm, handover, handoverSince, pending, partnerSeen);
    }

    StationState withHandover(Handover newHandover, Duration uptime) {
        return new StationState(role, reason, since, term, newHandover, uptime, pending, partnerSeen);
    }

    StationState withPending(Optional<Duration> newPending) {
        return newPending.equals(pending)
                ? this
                : new StationState(role, reason, since, term, handover, handoverSince, newPending, partnerSeen);
    }

    StationState withPartnerSeen(PartnerView.Availability seen) {
        return seen == partnerSeen
                ? this
                : new StationState(role, reason, since, term, handover, handoverSince, pending, seen);
    }
}
