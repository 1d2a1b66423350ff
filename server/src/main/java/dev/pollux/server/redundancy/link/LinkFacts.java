package dev.pollux.server.redundancy.link;

import java.util.Optional;

/**
 * What is known of one link beside its times.
 *
 * @param kind what it carries, and over what
 * @param address where it leads now: the URL in use, or the serial port
 * @param trouble why the last attempt failed; empty while it works
 */
public record LinkFacts(Kind kind, String address, Optional<LinkTrouble> trouble) {
    /** Kinds of links. */
    public enum Kind {
        /** Status and archives, over TCP. */
        MAIN,
        /** Only status, over TCP. */
        STATUS,
        /** Only status, over a serial line. */
        SERIAL
    }

    /** A link that nothing is known of, as in a simulation. */
    public static LinkFacts unknown() {
        return new LinkFacts(Kind.MAIN, "", Optional.empty());
    }
}
