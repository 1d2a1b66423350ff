package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.PartnerView.Availability;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a station remembers from one decision to the next.
 *
 * @param role the state that clients see
 * @param reason why it is in this state
 * @param since uptime of the last change of role
 * @param term highest term known; a Master's own token, raised at each assumption of the role
 * @param handover part in a planned switchover
 * @param pending a condition that acts only when it lasts
 * @param partnersSeen availability of each partner at the last decision, to notice loss and return once
 * @param wantsLease whether the witness's lease is wanted: to lead, or to go on leading
 */
public record StationState(
        RoleState role,
        Reason reason,
        Duration since,
        long term,
        Transfer handover,
        Optional<Pending> pending,
        Map<String, Availability> partnersSeen,
        boolean wantsLease) {

    public StationState {
        partnersSeen = Map.copyOf(partnersSeen);
    }

    /**
     * A part in a planned switchover.
     *
     * @param part what this station does in it
     * @param to the station that is to lead; empty if NONE
     * @param since uptime when it began; meaningful unless NONE
     */
    public record Transfer(Handover part, String to, Duration since) {
        static final Transfer NONE = new Transfer(Handover.NONE, "", Duration.ZERO);
    }

    /**
     * A condition that acts only when it lasts: a worse or repaired validation, or no Master at all.
     *
     * @param cause which; another cause begins anew
     * @param since uptime since when it holds
     */
    public record Pending(Reason cause, Duration since) {}

    /**
     * A station that has just started.
     *
     * @param rememberedTerm from before
     * @param partners names of the other stations
     */
    public static StationState starting(long rememberedTerm, Collection<String> partners) {
        Map<String, Availability> unknown = new HashMap<>();
        partners.forEach(name -> unknown.put(name, Availability.UNKNOWN));
        return new StationState(
                RoleState.UNDEFINED,
                Reason.STARTING,
                Duration.ZERO,
                rememberedTerm,
                Transfer.NONE,
                Optional.empty(),
                unknown,
                false);
    }

    /** A station without partner. */
    public static StationState standalone() {
        return alone(Reason.NO_REDUNDANCY, 0);
    }

    /** A station that has partners, but is to do without them. */
    public static StationState disabled(long rememberedTerm) {
        return alone(Reason.DISABLED, rememberedTerm);
    }

    private static StationState alone(Reason why, long term) {
        return new StationState(
                RoleState.STANDALONE, why, Duration.ZERO, term, Transfer.NONE, Optional.empty(), Map.of(), false);
    }

    /**
     * What the station is doing, more finely than its role: the role, or what it is under way to, or that its
     * redundancy is switched off.
     */
    public String current() {
        if (reason == Reason.DISABLED) {
            return "DISABLED";
        }
        return switch (handover.part()) {
            case NONE -> role.name();
            case OFFERS -> "SWITCH_DOWN";
            case ASKS -> "SWITCH_UP";
        };
    }

    /** What is shown of a station that can no longer decide: it leads nobody, whatever it was. */
    public StationState stuck() {
        return become(RoleState.FAULT, Reason.DEFECT, since);
    }

    /** Whether no partner has been heard since the start. */
    boolean unmet() {
        for (Availability seen : partnersSeen.values()) {
            if (!unmet(seen)) {
                return false;
            }
        }
        return true;
    }

    static boolean unmet(Availability seen) {
        return seen == Availability.UNKNOWN || seen == Availability.LISTENING;
    }

    StationState become(RoleState newRole, Reason why, Duration uptime) {
        return new StationState(
                newRole, why, uptime, term, Transfer.NONE, Optional.empty(), partnersSeen, newRole == RoleState.MASTER);
    }

    StationState withTerm(long newTerm) {
        return new StationState(role, reason, since, newTerm, handover, pending, partnersSeen, wantsLease);
    }

    StationState withHandover(Transfer newHandover) {
        return new StationState(role, reason, since, term, newHandover, pending, partnersSeen, wantsLease);
    }

    StationState withPending(Optional<Pending> newPending) {
        return newPending.equals(pending)
                ? this
                : new StationState(role, reason, since, term, handover, newPending, partnersSeen, wantsLease);
    }

    StationState settled() {
        return withPending(Optional.empty());
    }

    StationState wantingLease(boolean wants) {
        return wants == wantsLease
                ? this
                : new StationState(role, reason, since, term, handover, pending, partnersSeen, wants);
    }

    StationState withPartnerSeen(String name, Availability seen) {
        if (seen == partnersSeen.get(name)) {
            return this;
        }
        Map<String, Availability> changed = new HashMap<>(partnersSeen);
        changed.put(name, seen);
        return new StationState(role, reason, since, term, handover, pending, changed, wantsLease);
    }
}
