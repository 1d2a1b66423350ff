package dev.pollux.server.witness;

import java.util.Optional;

/**
 * How the witness stands, for operators.
 *
 * @param reachable whether it answers
 * @param state what is known of the lease, in words
 * @param holder the station that has the lease, if that is known
 * @param term the highest that the witness is known to have on record; 0 if none is known
 * @param trouble why it did not do what it was asked last; empty if it did
 */
public record WitnessStatus(
        boolean reachable, String state, Optional<String> holder, long term, Optional<String> trouble) {}
