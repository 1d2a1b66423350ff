package dev.pollux.server.redundancy;

/** What an operator asks for: who is to lead. */
public enum SwitchoverRequest {
    /** This station is to become Master. */
    LEAD,
    /** This station, being Master, is to give the role to the partner. */
    YIELD
}
