package dev.pollux.failover.link;

/** How much of a set a client keeps ready (OPC 10000-4 §6.6.2.4.5, table of client actions). */
public enum FailoverMode {
    /** Only the active member is connected; the others are when it fails. */
    COLD,
    /** Sessions, subscriptions and items are there on all members; only the active one samples. */
    WARM,
    /** All members sample, only the active one reports. */
    HOT
}
