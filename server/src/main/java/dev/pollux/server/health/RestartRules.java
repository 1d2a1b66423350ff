package dev.pollux.server.health;

import dev.pollux.server.project.HealthConfig.Restart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether a station may end its process to be started anew: never again and again. */
public final class RestartRules {
    private RestartRules() {}

    /** What the limiter says. */
    public enum Verdict {
        ALLOWED,
        /** The last restart was too short a time ago. */
        TOO_SOON,
        /** There were too many within the period. */
        EXHAUSTED
    }

    /**
     * Asks the limiter. An instant that lies ahead, as after a clock was set back, counts as just now.
     *
     * @param history instants of earlier automatic restarts
     */
    public static Verdict verdict(Restart config, List<Instant> history, Instant now) {
        if (within(history, config.notWithin(), now) > 0) {
            return Verdict.TOO_SOON;
        }
        return within(history, config.period(), now) >= config.count() ? Verdict.EXHAUSTED : Verdict.ALLOWED;
    }

    private static long within(List<Instant> history, Duration span, Instant now) {
        return history.stream().filter(each -> each.isAfter(now.minus(span))).count();
    }
}
