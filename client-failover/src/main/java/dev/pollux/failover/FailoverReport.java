package dev.pollux.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One move, told when it is complete.
 *
 * @param from member that was left; empty if there was none
 * @param to member that is active now
 * @param cause why
 * @param text the same for an operator, with the numbers
 * @param startedAt wall clock at the decision
 * @param detection from the last sign of life of the member that was left to the decision; zero for a planned move
 * @param untilFirstValue from the decision to the first value of the new member; empty if there is no subscription, or
 *     nothing has changed within 5 s
 * @param valuesReplayed values that came out of the queue of the new member
 */
public record FailoverReport(
        Optional<String> from,
        String to,
        FailoverCause cause,
        String text,
        Instant startedAt,
        Duration detection,
        Optional<Duration> untilFirstValue,
        long valuesReplayed) {}
