package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of one decision.
 *
 * @param next the state from now on
 * @param happenings what happened, in order, for messages and diagnostics
 * @param answer what to tell the operator whose request was part of the observation
 * @param leadsUntil uptime (pauses included) until which this station may act as Master on the strength of this
 *     decision: beyond it nothing protected may be done before a new one. Zero unless it leads. Never longer than
 *     {@link PairTiming#freshness()} ahead in a set; a station without partner may always act
 */
public record Decision(
        StationState next, List<Happening> happenings, Optional<RequestAnswer> answer, Duration leadsUntil) {

    public Decision {
        happenings = List.copyOf(happenings);
    }

    /** Whether the witness's lease is wanted from now on: got if it is free, renewed if it is held, else released. */
    public boolean wantsLease() {
        return next.wantsLease();
    }

    /** The kinds of what happened, in order. */
    public List<Event> events() {
        return happenings.stream().map(Happening::event).toList();
    }

    /** Something worth telling. */
    public enum Event {
        /** The role changed; the reason stands in the new state. */
        STATE_CHANGED,
        PARTNER_LOST,
        PARTNER_STOPPED,
        PARTNER_RETURNED,
        /** Two stations found themselves Master. */
        BOTH_MASTERS,
        /** A planned switchover was not completed in time and was taken back. */
        HANDOVER_TIMED_OUT
    }

    /**
     * One event and whom it concerns.
     *
     * @param event what
     * @param partner the other station; empty if it concerns only this one
     */
    public record Happening(Event event, String partner) {}

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
