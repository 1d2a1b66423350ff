package dev.pollux.server.space.nodeset;

/** A node set cannot be loaded into this server; the message names file, line and reason. */
public final class NodeSetFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    NodeSetFault(String message) {
        super(message);
    }
}
