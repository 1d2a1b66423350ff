package dev.pollux.server.redundancy;

/**
 * What the partner last said about itself, as far as decisions need it.
 *
 * @param state its state
 * @param handover its part in a planned switchover
 * @param term the highest term that it knows
 * @param validation how able it is
 * @param runtimeActive false once it has announced its stop
 * @param unmet it has not met its partner since its start, so a Master role of it rests on its word alone
 */
public record PartnerReport(
        RoleState state, Handover handover, long term, Validation validation, boolean runtimeActive, boolean unmet) {
    /** Whether it could lead when asked to. */
    public boolean able() {
        return runtimeActive && state == RoleState.STANDBY && validation.healthy();
    }
}
