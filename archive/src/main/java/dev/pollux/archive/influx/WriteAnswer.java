package dev.pollux.archive.influx;

import java.time.Duration;

/**
 * What a server said to a batch.
 *
 * @param message in its words, one line; empty if it took all
 * @param dropped points that it refused for good; 0 unless {@link Kind#PARTIAL}
 * @param retryAfter how long it wants to be left alone; zero if it does not say
 */
record WriteAnswer(Kind kind, String message, int dropped, Duration retryAfter) {
    /** What to do about it. */
    enum Kind {
        /** All is stored, or is older than the retention that the user wants. Go on. */
        STORED,
        /** Some points were refused for good, the others are stored. Count them and go on. */
        PARTIAL,
        /** It could not read a line, or the batch is too large for it: halve the batch until the line is found. */
        UNREADABLE,
        /** Database, retention policy or bucket are missing: create them, then again. */
        MISSING,
        /** It has no such interface: write by the path of 1.x. */
        NO_SUCH_PATH,
        /** Wrong login, or no right to write. Again later; an operator must help. */
        DENIED,
        /** Not now: overload, out of disk, stopped, not reachable. Again later. */
        LATER
    }

    static final WriteAnswer STORED = new WriteAnswer(Kind.STORED, "", 0, Duration.ZERO);

    static WriteAnswer of(Kind kind, String message) {
        return new WriteAnswer(kind, message, 0, Duration.ZERO);
    }

    /** Whether the batch is done with. */
    boolean isFinal() {
        return kind == Kind.STORED || kind == Kind.PARTIAL;
    }
}
