package dev.pollux.server.redundancy.link;

/**
 * Why a link does not work.
 *
 * @param cause for decisions and messages
 * @param text for operators, lower case, one line
 */
public record LinkTrouble(Cause cause, String text) {
    /** What is known of the other end. */
    public enum Cause {
        /** Not tried yet, or being tried for the first time. */
        NOT_TRIED,
        /** Nothing comes back from the address. */
        SILENT,
        /** The host answers, but no server listens there. */
        NO_SERVER,
        /** A server answers, but it is not the partner of this set. */
        NOT_OF_SET,
        /** The partner answers, but its redundancy is switched off. */
        DISABLED,
        /** One of the two stations does not trust the other's certificate. */
        UNTRUSTED,
        /** Anything else, such as an exchange that was not answered in time. */
        FAILED
    }

    /** A link at its start. */
    public static final LinkTrouble NOT_TRIED = new LinkTrouble(Cause.NOT_TRIED, "not tried yet");
}
