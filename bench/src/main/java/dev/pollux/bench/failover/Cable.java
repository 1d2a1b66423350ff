package dev.pollux.bench.failover;

/** The two networks of a station. */
enum Cable {
    /** Clients, devices, and the main link. */
    PLANT,
    /** The status link only. */
    STATUS
}
