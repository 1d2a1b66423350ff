package dev.pollux.failover;

/** No member of the set could be used within the limit. Nothing was sent. */
public class NoMemberException extends FailoverException {
    private static final long serialVersionUID = 1L;

    /** Says how long was waited and why each member cannot be used. */
    public NoMemberException(String message) {
        super(message, null);
    }
}
