package dev.pollux.server.redundancy.link;

import dev.pollux.server.redundancy.link.LinkTrouble.Cause;
import java.io.IOException;

/** A link failed, and it is known why. */
final class LinkException extends IOException {
    private static final long serialVersionUID = 1;

    private final Cause cause;

    LinkException(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    LinkException(Cause cause, String message, Throwable origin) {
        super(message, origin);
        this.cause = cause;
    }

    Cause kind() {
        return cause;
    }

    /** Why an attempt failed. */
    static LinkTrouble trouble(IOException e) {
        Cause cause = e instanceof LinkException known ? known.kind() : Cause.FAILED;
        return new LinkTrouble(cause, String.valueOf(e.getMessage()));
    }
}
