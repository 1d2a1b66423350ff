package dev.pollux.archive.longterm;

import dev.pollux.archive.Series;
import dev.pollux.archive.aggregate.Aggregate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A long-term archive: aggregates of the captured values over intervals of one length. It is always computed from the
 * captured values, never from another long-term archive: so every aggregate is exact and a late value concerns one
 * computation only.
 *
 * @param name of the archive, as in {@link Series#archive()}
 * @param interval 1 s to 1 day, a whole part of a day, so that intervals begin at the same times every day (UTC)
 * @param aggregates one or more, none twice. Average, Count and their like only see samples within an interval, and
 *     TimeAverage draws a line across a hole; for values that are archived on change TimeAverage2, Minimum2 and
 *     Maximum2 say more
 * @param retention how long results are kept; zero for ever
 * @param settle how long after its end an interval is left alone, for values that come late; 1 s to 1 day. What comes
 *     later is computed again, which costs more: a swinging door lets values out as late as its MaxTimeInterval
 * @param reach how long, beyond {@code settle}, to wait for the next good sample, as results may depend on it
 *     (OPC 10000-13 §3.1.8); zero to 7 days. If there is none by then, the last one is taken to hold. At least the
 *     tags' MaxTimeInterval, so that this only happens where archiving was disturbed
 */
public record LongTermConfig(
        String name,
        Duration interval,
        List<Aggregate> aggregates,
        Duration retention,
        Duration settle,
        Duration reach) {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    public LongTermConfig {
        aggregates = List.copyOf(aggregates);
        if (!name.matches("[a-z0-9-]{1,32}") || name.equals(Series.VALUES) || name.equals(LateMarks.ARCHIVE)) {
            throw new IllegalArgumentException("the name of a long-term archive is \"" + name
                    + "\", must be 1 to 32 of a-z, 0-9 and -, neither " + Series.VALUES + " nor " + LateMarks.ARCHIVE);
        }
        between(name, "interval", interval, SECOND, DAY);
        if (DAY.toMillis() % interval.toMillis() != 0
                || !Duration.ofMillis(interval.toMillis()).equals(interval)) {
            throw new IllegalArgumentException(
                    name + ": the interval is " + interval + ", must be a whole part of a day");
        }
        between(name, "settle", settle, SECOND, DAY);
        between(name, "reach", reach, Duration.ZERO, DAY.multipliedBy(7));
        if (aggregates.isEmpty() || new HashSet<>(aggregates).size() < aggregates.size()) {
            throw new IllegalArgumentException(
                    name + ": the aggregates are " + aggregates + ", must be one or more and none twice");
        }
        if (aggregates.contains(Aggregate.ANNOTATION_COUNT)) {
            throw new IllegalArgumentException(
                    name + ": AnnotationCount cannot be kept, as annotations come at any time later");
        }
        if (retention.isNegative() || (!retention.isZero() && retention.compareTo(interval) < 0)) {
            throw new IllegalArgumentException(
                    name + ": the retention is " + retention + ", must be 0 or at least the interval, " + interval);
        }
    }

    /** Waits a minute for late values and at most an hour for the next good one. */
    public static LongTermConfig of(String name, Duration interval, List<Aggregate> aggregates, Duration retention) {
        return new LongTermConfig(name, interval, aggregates, retention, Duration.ofMinutes(1), Duration.ofHours(1));
    }

    /**
     * Why these archives do not go together, one line for each reason; empty if they do.
     *
     * @param retention of the captured values; zero for ever
     */
    public static List<String> faults(List<LongTermConfig> configs, Duration retention) {
        List<String> faults = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (LongTermConfig config : configs) {
            if (!names.add(config.name)) {
                faults.add("two long-term archives have the name " + config.name);
            }
            Duration needed = config.interval.plus(config.settle).plus(config.reach);
            if (!retention.isZero() && retention.compareTo(needed) < 0) {
                faults.add(config.name + ": captured values are kept for " + retention + ", must be at least " + needed
                        + ", its interval, settle and reach, or they are gone before they are computed");
            }
        }
        return faults;
    }

    private static void between(String name, String key, Duration value, Duration lowest, Duration highest) {
        if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + key + " is " + value + ", must be from " + lowest + " to " + highest);
        }
    }
}
