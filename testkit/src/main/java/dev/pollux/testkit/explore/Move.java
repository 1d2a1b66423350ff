package dev.pollux.testkit.explore;

/** What can happen to a set from outside between two rounds. */
enum Move {
    NOTHING,
    KILL_OR_START,
    STOP,
    FREEZE_OR_THAW,
    CUT_OR_RESTORE_MAIN,
    CUT_OR_RESTORE_STATUS,
    LEAD,
    YIELD,
    DEVICES,
    PLANT_NETWORK,
    DEFECT,
    WITNESS_REACH,
    WITNESS;

    /** Whether it happens to one station, or to all. */
    boolean concernsOne() {
        return this != NOTHING && this != WITNESS;
    }

    boolean changesAbility() {
        return this == DEVICES || this == PLANT_NETWORK || this == DEFECT;
    }

    boolean needsWitness() {
        return this == WITNESS_REACH || this == WITNESS;
    }
}
