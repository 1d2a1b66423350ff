package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.Optional;

/**
 * What follows from the last decision for whoever is about to command the plant.
 *
 * @param role of this station
 * @param term the highest known; a Master's own
 * @param decided uptime of that decision, pauses included
 * @param leadsUntil as in {@link Decision}
 * @param hearsMaster whether a partner is heard that leads
 * @param resumed uptime when this process last went on after it had been suspended, if it was
 * @param forlorn whether this station neither hears a partner nor could ask a witness who leads
 */
public record Standing(
        RoleState role,
        long term,
        Duration decided,
        Duration leadsUntil,
        boolean hearsMaster,
        Optional<Duration> resumed,
        boolean forlorn) {}
