package dev.pollux.server.redundancy;

/** What a station says to its partner about a planned switchover. */
public enum Handover {
    /** Nothing under way. */
    NONE,
    /** A Master that gives the role away as soon as the partner takes it (SwitchDown). */
    OFFERS,
    /** A Standby that an operator wants to lead; it asks the Master to offer (SwitchUp). */
    ASKS
}
