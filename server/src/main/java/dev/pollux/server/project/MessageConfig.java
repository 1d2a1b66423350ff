package dev.pollux.server.project;

import java.time.Duration;

/**
 * How long messages of the stations are kept, the same on every station.
 *
 * @param retention how long, 1 hour or more
 * @param countMax how many at most, 1,000 or more; the oldest go first
 * @param synchronize whether each station fetches the messages of the others
 */
public record MessageConfig(Duration retention, int countMax, boolean synchronize) {
    public static final MessageConfig STANDARD = new MessageConfig(Duration.ofDays(400), 1_000_000, true);

    private static final int COUNT_LEAST = 1_000;

    public MessageConfig {
        if (retention.compareTo(Duration.ofHours(1)) < 0 || countMax < COUNT_LEAST) {
            throw new IllegalArgumentException(
                    "messages must be kept for an hour and be 1,000 at least, not " + retention + ", " + countMax);
        }
    }
}
