package dev.pollux.nodesets;

/** A NodeSet2 file breaks a rule; the message names file, line and rule in one line. */
public final class NodeSetException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    NodeSetException(String file, int line, String rule) {
        super(file + ":" + line + ": " + rule);
        this.line = line;
    }

    /** Line in the file, from 1. */
    public int line() {
        return line;
    }
}
