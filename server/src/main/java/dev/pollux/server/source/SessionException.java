package dev.pollux.server.source;

/** A session could not be opened or has ended. The message is for operators. */
public final class SessionException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean silence;

    /** With the reason in words. */
    public SessionException(String message) {
        this(message, false);
    }

    /** With the reason in words and its cause. */
    public SessionException(String message, Throwable cause) {
        super(message, cause);
        silence = false;
    }

    private SessionException(String message, boolean silence) {
        super(message);
        this.silence = silence;
    }

    /** No answer came in time. */
    static SessionException silence(String message) {
        return new SessionException(message, true);
    }

    /** Whether the device just said nothing, so that nobody knows whether it did what it was asked for. */
    boolean silence() {
        return silence;
    }
}
