package dev.pollux.failover;

import java.util.Optional;

/**
 * What the client shall do.
 *
 * @param step stay, move, or leave without a successor
 * @param to the member to move to, exactly for {@link Step#MOVE}
 * @param cause why; empty for {@link Step#STAY}
 * @param text the same for an operator
 */
record Choice(Step step, Optional<String> to, Optional<FailoverCause> cause, String text) {

    /** What to do. */
    enum Step {
        STAY,
        MOVE,
        LEAVE
    }

    Choice {
        if ((step == Step.MOVE) != to.isPresent() || (step == Step.STAY) == cause.isPresent()) {
            throw new IllegalArgumentException("choice " + step + " does not go with " + to + " and " + cause);
        }
    }

    static Choice stay() {
        return new Choice(Step.STAY, Optional.empty(), Optional.empty(), "");
    }

    static Choice move(String to, FailoverCause cause, String text) {
        return new Choice(Step.MOVE, Optional.of(to), Optional.of(cause), text);
    }

    static Choice leave(FailoverCause cause, String text) {
        return new Choice(Step.LEAVE, Optional.empty(), Optional.of(cause), text);
    }
}
