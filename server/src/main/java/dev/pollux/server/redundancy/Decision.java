package dev.pollux.server.redundancy;

import java.util.List;
import java.util.Optional;

/**
 * The outcome of one decision.
 *
 * @param next the state from now on
 * @param events what happened, in order, for messages and diagnostics
 * @param answer what to tell the operator whose request was part of the observation
 */
public record Decision(StationState next, List<Event> events, Optional<RequestAnswer> answer) {

    /** Something worth telling. */
    public enum Event {
        /** The role changed; the reason stands in the new state. */
        STATE_CHANGED,
        PARTNER_LOST,
        PARTNER_STOPPED,
        PARTNER_RETURNED,
        /** Both stations found themselves Master. */
        BOTH_MASTERS,
        /** A planned switchover was not completed in time and was taken back. */
        HANDOVER_TIMED_OUT
    }

    /**
     * Answer to an operator.
     *
     * @param accepted whether the wish is or will be fulfilled
     * @param begun whether a switchover is under way now; false if refused or not needed
     * @param text for the operator
     */
    public record RequestAnswer(boolean accepted, boolean begun, String text) {
        static RequestAnswer refused(String why) {
            return new RequestAnswer(false, false, "refused: " + why);
        }

        static RequestAnswer notNeeded(String why) {
            return new RequestAnswer(true, false, why);
        }

        static RequestAnswer begun(String what) {
            return new RequestAnswer(true, true, what);
        }
    }
}
