package dev.pollux.cli.pair;

import java.util.OptionalLong;

/** State of a station as its {@code @RedundantServerState} tells; the position is the number. */
public enum PairState {
    /** Starting. */
    UNDEFINED("Undefined"),
    /** Leads. */
    MASTER("Master"),
    /** Ready to lead. */
    STANDBY("Standby"),
    /** Has a defect or lost devices. */
    FAULT("Fault"),
    /** No redundancy. */
    STANDALONE("Standalone");

    private final String text;

    PairState(String text) {
        this.text = text;
    }

    /** For operators. */
    public String text() {
        return text;
    }

    /** Whether clients find the leading data here. */
    public boolean leads() {
        return this == MASTER || this == STANDALONE;
    }

    static PairState of(OptionalLong number) {
        return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() < values().length
                ? values()[(int) number.getAsLong()]
                : UNDEFINED;
    }
}
