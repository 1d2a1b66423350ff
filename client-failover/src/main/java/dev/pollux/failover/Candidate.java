package dev.pollux.failover;

import java.time.Duration;

/**
 * A member as the rules see it at one moment.
 *
 * @param key name of the member in decisions
 * @param presence whether it answers
 * @param level ServiceLevel, 0..255
 * @param running whether ServerState is Running
 * @param muted whether its subscriptions have fallen silent although it answers
 * @param ready whether the subscriptions are in place on it
 * @param preferred whether the client likes to use it
 * @param healthyFor how long it has been present, running, ready and Healthy without a break
 * @param steadyFor how long its level has not changed
 */
record Candidate(
        String key,
        Presence presence,
        int level,
        boolean running,
        boolean muted,
        boolean ready,
        boolean preferred,
        Duration healthyFor,
        Duration steadyFor) {

    /** Lowest level of the Healthy sub-range (OPC 10000-4 §6.6.2.4.2). */
    static final int HEALTHY = 200;

    /** Whether a member answers, and if not, how it was lost. */
    enum Presence {
        UP,
        SILENT,
        DOWN
    }

    /** How good a member is, from worst to best. */
    enum Band {
        UNUSABLE,
        NO_DATA,
        DEGRADED,
        HEALTHY
    }

    Candidate {
        Check.between("serviceLevel of " + key, level, 0, 255);
    }

    /** Maintenance (0) and not running are unusable; a muted member is worth as much as one without data. */
    Band band() {
        if (presence != Presence.UP || !running || level == 0) {
            return Band.UNUSABLE;
        }
        if (muted || level == 1) {
            return Band.NO_DATA;
        }
        return level < HEALTHY ? Band.DEGRADED : Band.HEALTHY;
    }

    boolean usable() {
        return band() != Band.UNUSABLE;
    }
}
