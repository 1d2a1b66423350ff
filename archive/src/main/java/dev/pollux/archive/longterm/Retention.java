package dev.pollux.archive.longterm;

import dev.pollux.archive.Ticks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When which archive forgets. Pure.
 *
 * @param archive its name
 * @param keep how long its samples are kept; zero for ever
 */
public record Retention(String archive, Duration keep) {
    private static final long PACE = Ticks.PER_HOUR;
    private static final long APART = Ticks.of(Duration.ofMinutes(1));

    public Retention {
        if (keep.isNegative()) {
            throw new IllegalArgumentException(
                    "the retention of archive " + archive + " is " + keep + ", must be 0 or more");
        }
    }

    /** Everything before an instant is to be forgotten. */
    public record Forgetting(String archive, long before) {}

    /**
     * What to forget now: one archive at a time, each once an hour, none within a minute of another, the one that has
     * waited longest first.
     *
     * @param done when each archive forgot last; none in it is due at once
     */
    public static Optional<Forgetting> due(List<Retention> retentions, Map<String, Long> done, long now) {
        // A clock that was set back must not stop it for long.
        boolean busy = done.values().stream().anyMatch(last -> last <= now && now - last < APART);
        if (busy) {
            return Optional.empty();
        }
        return retentions.stream()
                .filter(each -> !each.keep.isZero())
                .filter(each -> Math.abs(now - done.getOrDefault(each.archive, now - PACE)) >= PACE)
                .min((a, b) -> Long.compare(last(done, a), last(done, b)))
                .map(each -> new Forgetting(each.archive, Math.max(Ticks.MIN, now - Ticks.of(each.keep))));
    }

    private static long last(Map<String, Long> done, Retention retention) {
        return done.getOrDefault(retention.archive, Long.MIN_VALUE);
    }
}
