package dev.pollux.failover;

import org.jspecify.annotations.Nullable;

/** Something went wrong that the caller has to know about; the message says what to do. */
public class FailoverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what, with the cause if there is one. */
    public FailoverException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
