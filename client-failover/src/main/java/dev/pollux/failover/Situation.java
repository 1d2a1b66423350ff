package dev.pollux.failover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything a decision depends on.
 *
 * @param candidates all known members
 * @param active key of the active member; empty if there is none
 * @param settled whether the first choice need wait no longer for slower members
 * @param sinceMove time since the last move
 */
record Situation(List<Candidate> candidates, Optional<String> active, boolean settled, Duration sinceMove) {

    Situation {
        candidates = List.copyOf(candidates);
    }
}
