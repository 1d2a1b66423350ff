package dev.pollux.server.source;

import java.time.Duration;

/**
 * Whether polls that were missed end what was polled without a gap. They do: what the archive is called complete
 * for must have been seen, and the partner may have seen what this station missed. But a device that cannot be
 * polled as often as it should would have nothing but gaps, on every station, and each would be kept for years:
 * so only so many count at once, and then one every few minutes. Long ones have more to spend, of their own: a
 * process that was frozen must not go unnoticed because a device is often late. Time is an argument; for one thread.
 */
final class MissRules {
    /** Short gaps that count without a pause between them. */
    static final int SHORT_MAX = 60;

    /** Long gaps that count without a pause between them. */
    static final int LONG_MAX = 1_000;

    /** Several polls in a row that took so long together are a long gap. */
    static final Duration LONG = Duration.ofSeconds(1);

    /** One more short gap and one more long one may count after each of these. */
    static final Duration EARNS = Duration.ofMinutes(10);

    private long shorts = SHORT_MAX;
    private long longs = LONG_MAX;
    private long earnedAt;
    private boolean begun;

    /**
     * Polls were missed.
     *
     * @param polls how many in a row, of the group that missed most
     * @param span the time that they stand for
     * @param uptime monotonic nanoseconds
     */
    boolean isGap(int polls, Duration span, long uptime) {
        long earned = begun ? (uptime - earnedAt) / EARNS.toNanos() : 0;
        earnedAt = begun ? earnedAt + earned * EARNS.toNanos() : uptime;
        begun = true;
        shorts = Math.min(SHORT_MAX, shorts + earned);
        longs = Math.min(LONG_MAX, longs + earned);
        if (polls > 1 && span.compareTo(LONG) >= 0) {
            boolean counts = longs > 0;
            longs -= counts ? 1 : 0;
            return counts;
        }
        boolean counts = shorts > 0;
        shorts -= counts ? 1 : 0;
        return counts;
    }
}
