package dev.pollux.server.health;

import dev.pollux.server.health.Measure.Severity;
import dev.pollux.server.project.HealthConfig.Limit;
import dev.pollux.server.project.HealthConfig.Limits;
import java.time.Duration;
import java.util.Optional;

/**
 * How bad a measured value is. A limit must be exceeded for a while before it counts, and counts until the value is
 * clear of it by a tenth, so that levels do not toggle.
 */
public final class DiagnosisRules {
    private DiagnosisRules() {}

    /**
     * Where a quantity stands.
     *
     * @param warnSince since when the warn limit has been exceeded
     * @param faultSince since when the fault limit has been exceeded
     * @param severity what that means now
     */
    public record Standing(Optional<Duration> warnSince, Optional<Duration> faultSince, Severity severity) {
        /** Nothing is exceeded. */
        public static final Standing GOOD = new Standing(Optional.empty(), Optional.empty(), Severity.OK);
    }

    /**
     * Judges a value.
     *
     * @param before the standing so far
     * @param now running time, never less than before
     */
    public static Standing judge(Standing before, Measure measure, double value, Limit limit, Duration now) {
        Optional<Duration> warn = since(before.warnSince(), measure, value, limit.warn(), now);
        Optional<Duration> fault = since(before.faultSince(), measure, value, limit.fault(), now);
        Severity severity =
                held(fault, measure, now) ? Severity.FAULT : held(warn, measure, now) ? Severity.WARN : Severity.OK;
        return new Standing(warn, fault, severity);
    }

    private static Optional<Duration> since(
            Optional<Duration> since, Measure measure, double value, double limit, Duration now) {
        boolean lasts = measure.exceeds(value, limit) || (held(since, measure, now) && !measure.clear(value, limit));
        return lasts ? Optional.of(since.orElse(now)) : Optional.empty();
    }

    private static boolean held(Optional<Duration> since, Measure measure, Duration now) {
        return since.filter(begin -> now.minus(begin).compareTo(measure.hold()) >= 0)
                .isPresent();
    }

    /** The limits of a measure. */
    public static Limit limit(Limits limits, Measure measure) {
        return switch (measure) {
            case ARCHIVE_DISK, LOG_DISK, DATA_DISK -> limits.disk();
            case HEAP -> limits.heap();
            case COLLECTION -> limits.collection();
            case PROCESSOR -> limits.processor();
            case CLOCK -> limits.clock();
            case BACKLOG -> limits.backlog();
        };
    }
}
