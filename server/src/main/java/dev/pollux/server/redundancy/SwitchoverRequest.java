package dev.pollux.server.redundancy;

import java.util.Optional;

/**
 * What an operator asks for: who is to lead.
 *
 * @param kind what this station is to do
 * @param target who is to lead instead, when it yields; empty: the most able one
 */
public record SwitchoverRequest(Kind kind, Optional<String> target) {
    /** This station is to become Master. */
    public static final SwitchoverRequest LEAD = new SwitchoverRequest(Kind.LEAD, Optional.empty());

    /** This station, being Master, is to give the role to the most able other one. */
    public static final SwitchoverRequest YIELD = new SwitchoverRequest(Kind.YIELD, Optional.empty());

    /** What this station is to do. */
    public enum Kind {
        /** Become Master. */
        LEAD,
        /** Give the role away. */
        YIELD
    }

    /** This station, being Master, is to give the role to {@code target}. */
    public static SwitchoverRequest yieldTo(String target) {
        return new SwitchoverRequest(Kind.YIELD, Optional.of(target));
    }
}
