package dev.pollux.server.witness;

import java.time.Duration;

/**
 * The times of a lease, all derived from its length.
 *
 * @param lease how long the witness keeps it without a renewal, whole seconds
 */
record LeaseTiming(Duration lease) {
    private static final Duration REQUEST_MAX = Duration.ofSeconds(5);
    private static final Duration RETRY_FIRST = Duration.ofMillis(100);

    LeaseTiming {
        if (lease.toSeconds() < 1 || lease.toMillisPart() != 0) {
            throw new IllegalArgumentException("a lease has whole seconds, not " + lease);
        }
    }

    /** Distance of two renewals, and of two looks of a station that does not hold the lease. */
    Duration period() {
        return lease.dividedBy(3);
    }

    /** How long an answer is waited for. A renewal may fail twice before the lease is given up. */
    Duration request() {
        Duration quarter = lease.dividedBy(4);
        return quarter.compareTo(REQUEST_MAX) < 0 ? quarter : REQUEST_MAX;
    }

    /** How long it counts as held, from when the request was sent. A tenth less: two clocks do not run alike. */
    Duration validity() {
        return lease.minus(lease.dividedBy(10));
    }

    /** How long an answer tells how things are. */
    Duration news() {
        return period().plus(request().multipliedBy(2));
    }

    /** Pause after a number of failures in a row, from 1. */
    Duration retry(int failures) {
        Duration pause = RETRY_FIRST.multipliedBy(1L << Math.min(Math.max(failures, 1) - 1, 10));
        return pause.compareTo(period()) < 0 ? pause : period();
    }
}
