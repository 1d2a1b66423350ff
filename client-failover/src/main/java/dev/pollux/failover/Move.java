package dev.pollux.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A move under way. Owned by the loop, except for the {@link Replay}. */
final class Move {
    private final Optional<String> from;
    private final Member to;
    private final Choice choice;
    private final long startedAt;
    private final Instant wallTime;
    private final Duration detection;
    private final Replay replay = new Replay();
    private boolean switched;

    Move(Optional<String> from, Member to, Choice choice, long startedAt, Instant wallTime, Duration detection) {
        this.from = from;
        this.to = to;
        this.choice = choice;
        this.startedAt = startedAt;
        this.wallTime = wallTime;
        this.detection = detection;
    }

    Optional<String> from() {
        return from;
    }

    Member to() {
        return to;
    }

    Choice choice() {
        return choice;
    }

    long startedAt() {
        return startedAt;
    }

    Duration detection() {
        return detection;
    }

    Replay replay() {
        return replay;
    }

    boolean switched() {
        return switched;
    }

    void switchedOver() {
        switched = true;
    }

    FailoverReport report() {
        return new FailoverReport(
                from,
                to.key(),
                choice.cause().orElse(FailoverCause.FIRST_USABLE),
                choice.text(),
                wallTime,
                detection,
                replay.hasValue()
                        ? Optional.of(Duration.ofNanos(Math.max(0, replay.firstValueAt() - startedAt)))
                        : Optional.empty(),
                replay.values());
    }
}
