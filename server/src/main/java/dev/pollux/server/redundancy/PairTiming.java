package dev.pollux.server.redundancy;

import java.time.Duration;

/**
 * The times that decisions depend on.
 *
 * @param startupWait how long a starting station looks for its partner before it leads alone
 * @param stability how long a difference in connected devices must last before it acts
 * @param heartbeat distance of two exchanges on a link
 * @param failAfter silence after which a link counts as failed
 */
public record PairTiming(Duration startupWait, Duration stability, Duration heartbeat, Duration failAfter) {
    /** Three seconds, five seconds, 200 ms, one second. */
    public static final PairTiming DEFAULT =
            new PairTiming(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(1));

    public PairTiming {
        if (failAfter.compareTo(heartbeat.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException("fail-after " + failAfter + " must be at least 3 x heartbeat");
        }
        if (startupWait.compareTo(failAfter) < 0) {
            throw new IllegalArgumentException("startup-wait " + startupWait + " must be at least fail-after");
        }
    }
}
