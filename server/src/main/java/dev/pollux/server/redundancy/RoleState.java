package dev.pollux.server.redundancy;

/** The state of a station as clients see it in {@code @RedundantServerState}. */
public enum RoleState {
    /** Start value: looking for the partner. */
    UNDEFINED(0),
    /** The station that clients and scripts agree on. */
    MASTER(1),
    /** A full server, ready to lead. */
    STANDBY(2),
    /** Serves as well as it can, but must not lead. */
    FAULT(3),
    /** No redundancy configured. */
    STANDALONE(4);

    private final int code;

    RoleState(int code) {
        this.code = code;
    }

    /** The value of {@code @RedundantServerState}. */
    public int code() {
        return code;
    }
}
