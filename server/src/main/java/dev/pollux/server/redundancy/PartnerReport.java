package dev.pollux.server.redundancy;

/**
 * What a partner last said about itself, as far as decisions need it.
 *
 * @param state its state
 * @param handover its part in a planned switchover
 * @param handoverTo the station that it offers its role to; empty unless it offers, or in a pair the only other one
 * @param term the highest term that it knows
 * @param validation how able it is
 * @param runtimeActive false once it has announced its stop
 * @param unmet it has not met its partner since its start, so a Master role of it rests on its word alone
 * @param witness it reaches the witness; false where none is configured
 */
public record PartnerReport(
        RoleState state,
        Handover handover,
        String handoverTo,
        long term,
        Validation validation,
        boolean runtimeActive,
        boolean unmet,
        boolean witness) {
    /** A partner in a pair without a witness. */
    public PartnerReport(
            RoleState state,
            Handover handover,
            long term,
            Validation validation,
            boolean runtimeActive,
            boolean unmet) {
        this(state, handover, "", term, validation, runtimeActive, unmet, false);
    }

    /** Whether it could lead when asked to. */
    public boolean able() {
        return runtimeActive && state == RoleState.STANDBY && validation.healthy() && validation.inService();
    }

    /** Whether it leads and does not stop. */
    boolean leads() {
        return runtimeActive && state == RoleState.MASTER;
    }

    /** Whether it offers its role to the station of this name. */
    boolean offersTo(String station) {
        return handover == Handover.OFFERS && (handoverTo.isEmpty() || handoverTo.equals(station));
    }
}
