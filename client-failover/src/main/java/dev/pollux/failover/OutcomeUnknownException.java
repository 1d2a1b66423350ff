package dev.pollux.failover;

/**
 * A Write or Call was under way when the connection was lost. It may have been executed, so it was not repeated on
 * another member: look at the plant before you repeat it.
 */
public class OutcomeUnknownException extends FailoverException {
    private static final long serialVersionUID = 1L;

    /** Names the request and the member. */
    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
