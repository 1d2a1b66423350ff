package dev.pollux.server.redundancy;

import java.time.Duration;

/**
 * The times that decisions depend on, the same on all stations of a set.
 *
 * @param startupWait how long a starting station looks for its partner before it leads alone
 * @param stability how long a difference in connected devices must last before it acts
 * @param networkStability how long one station must be cut off from the plant's network before it acts
 * @param heartbeat distance of two exchanges on a link
 * @param failAfter silence after which a link counts as failed
 */
public record PairTiming(
        Duration startupWait, Duration stability, Duration networkStability, Duration heartbeat, Duration failAfter) {
    /** Three seconds, five seconds, one second, 200 ms, one second. */
    public static final PairTiming DEFAULT = new PairTiming(
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(1));

    public PairTiming {
        if (failAfter.compareTo(heartbeat.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException("fail-after " + failAfter + " must be at least 3 x heartbeat");
        }
        if (startupWait.compareTo(failAfter) < 0) {
            throw new IllegalArgumentException("startup-wait " + startupWait + " must be at least fail-after");
        }
    }

    /** How long a station that has heard a Master does not lead itself, where a witness rules. */
    public Duration promise() {
        return failAfter.plus(failAfter);
    }

    /**
     * How long an answer covers a Master, from the moment when its question was sent. Shorter than {@link #promise()},
     * as clocks of two machines do not run alike.
     */
    public Duration cover() {
        return failAfter.plus(freshness());
    }

    /** How long a decision may be acted on: a process that has not decided since was suspended. */
    public Duration freshness() {
        // Duration.dividedBy goes by way of a BigDecimal; this is asked for with every decision.
        return Duration.ofNanos(failAfter.toNanos() / 2);
    }
}
