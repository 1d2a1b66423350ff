package dev.pollux.server.history;

import dev.pollux.archive.longterm.LongTermLevels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a tag is archived, as clients see it in its HistoricalDataConfiguration (OPC 10000-11 §5.2.2).
 *
 * @param collecting whether values are being archived now: the attribute Historizing. False for a tag of which only old
 *     values are there
 * @param stepped whether values hold until the next one (true), or lie on a straight line between two (false)
 * @param minInterval least distance of archived values
 * @param maxInterval greatest distance of archived values: one is stored even if nothing changed
 * @param deviation change that is needed for a value to be archived; empty if every change is
 * @param retention how long values are kept; empty if for ever
 * @param longTerm long-term archives that aggregates may be read from
 */
public record HistoricalConfig(
        boolean collecting,
        boolean stepped,
        Optional<Duration> minInterval,
        Optional<Duration> maxInterval,
        Optional<Deviation> deviation,
        Optional<Duration> retention,
        List<LongTermLevels.Kept> longTerm) {
    public HistoricalConfig {
        longTerm = List.copyOf(longTerm);
    }

    /** Archived on every change, for ever. */
    public static HistoricalConfig onChange(boolean stepped) {
        return new HistoricalConfig(
                true, stepped, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The same with long-term archives. */
    public HistoricalConfig withLongTerm(List<LongTermLevels.Kept> archives) {
        return new HistoricalConfig(collecting, stepped, minInterval, maxInterval, deviation, retention, archives);
    }

    /**
     * Least change that is archived.
     *
     * @param amount in the unit of its format
     */
    public record Deviation(double amount, Format format) {}

    /** ExceptionDeviationFormat of OPC 10000-11 §5.2.3. */
    public enum Format {
        ABSOLUTE_VALUE,
        PERCENT_OF_VALUE,
        PERCENT_OF_RANGE,
        PERCENT_OF_EU_RANGE,
        UNKNOWN
    }
}
