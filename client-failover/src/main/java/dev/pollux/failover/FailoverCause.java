package dev.pollux.failover;

/** Why the client has moved. */
public enum FailoverCause {
    /** The first member was chosen, or the first one after a time without any. */
    FIRST_USABLE,
    /** The connection to the active member broke. */
    CONNECTION_LOST,
    /** The active member was silent for longer than allowed. */
    SILENT,
    /** The active member answers, but its subscription sends neither notifications nor keep-alives. */
    NO_NOTIFICATIONS,
    /** ServiceLevel 0: the active member is in maintenance. */
    MAINTENANCE,
    /** ServerState of the active member is not Running. */
    NOT_RUNNING,
    /** ServiceLevel of the active member is no longer Healthy and another one has a better level. */
    DEGRADED,
    /** The preferred member is available and healthy again. */
    PREFERRED_RETURNED
}
