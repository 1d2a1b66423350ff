package dev.pollux.server.space.system;

import java.util.List;

/**
 * What a station shows of the witness, at one moment.
 *
 * @param endpoints of the witness; empty: none is configured
 * @param reachable whether it answers
 * @param state what is known of its lease, in words; empty without a witness
 * @param holder the station that has the lease; empty if nobody has it or that is not known
 * @param term the highest that it has on record; 0 if none is known
 * @param lastError why it did not do what it was asked last; empty if it did
 * @param acts whether this station may act as Master now
 */
public record WitnessValues(
        List<String> endpoints,
        boolean reachable,
        String state,
        String holder,
        long term,
        String lastError,
        boolean acts) {
    /** No witness is configured. */
    public static final WitnessValues NONE = new WitnessValues(List.of(), false, "", "", 0, "", false);

    public WitnessValues {
        endpoints = List.copyOf(endpoints);
    }

    /** The same, but for whether this station may act as Master. */
    public WitnessValues acting(boolean mayAct) {
        return new WitnessValues(endpoints, reachable, state, holder, term, lastError, mayAct);
    }
}
