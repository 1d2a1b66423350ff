package dev.pollux.server.redundancy.loop;

/** What the loop does to the world. Called on the loop's thread; must return soon and not throw. */
public interface Effects {
    /** Tells the partner the own status now, not at the next heartbeat. */
    void nudgeLinks();

    /** Remembers a term over restarts. */
    void storeTerm(long term);

    /** Shows a snapshot to clients. Called only when it differs from the last one. */
    void publish(PairSnapshot snapshot);
}
