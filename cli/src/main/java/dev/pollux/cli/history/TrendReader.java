package dev.pollux.cli.history;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.ValueText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Reads trends of one span: the values themselves where they are few, else, and where there are none, the lowest and
 * highest of each column, which the station finds.
 */
public final class TrendReader {
    /** So many values for a column are read rather than reduced by the station. */
    private static final int VALUES_PER_COLUMN = 10;

    private final HistoryPages pages;
    private final long from;
    private final long to;

    /**
     * For one span.
     *
     * @param from first instant, in ticks
     * @param to first instant after it, in ticks
     */
    public TrendReader(HistoryPages pages, long from, long to) {
        this.pages = pages;
        this.from = from;
        this.to = to;
    }

    /**
     * One trend.
     *
     * @param now a value holds until the next one, but not into the future
     * @throws CommandFailure if the tag has no history, or its values are no numbers
     */
    public TrendColumns read(String tag, ExpandedNodeId node, int columns, Instant now) {
        int most = columns * VALUES_PER_COLUMN;
        List<DataValue> values = new ArrayList<>();
        StatusCode status = pages.read(
                node,
                HistoryQuery.raw(Ticks.toInstant(from), Ticks.toInstant(to), most + 1L, true),
                (value, change) -> {
                    values.add(value);
                    return values.size() <= most;
                });
        check(tag, status);
        TrendColumns trend = new TrendColumns(from, to, columns);
        if (values.size() > most) {
            check(tag, reduce(trend, tag, node));
            return trend;
        }
        draw(trend, tag, values, now);
        if (hasEmpty(trend, now)) {
            // What has no extremes, as a Boolean, shows its values and its holes.
            reduce(trend, tag, node);
        }
        return trend;
    }

    /** Whether there is a column without a value, the future apart: the values may be forgotten, and aggregates not. */
    private boolean hasEmpty(TrendColumns trend, Instant now) {
        long past = Math.min(to, Ticks.of(now)) - from;
        return IntStream.range(0, trend.count())
                .anyMatch(i -> trend.isEmpty(i) && (i + 1.0) / trend.count() * (to - from) <= past);
    }

    private void draw(TrendColumns trend, String tag, List<DataValue> values, Instant now) {
        for (DataValue value : values) {
            DateTime time = value.sourceTime();
            if (time == null) {
                continue;
            }
            if (value.statusCode().isBad() || value.value().value() == null) {
                trend.hole(time.getUtcTime());
            } else {
                trend.value(time.getUtcTime(), number(tag, value));
            }
        }
        trend.end(Math.min(to, Math.max(from, Ticks.of(now))));
    }

    /** Puts the server's extremes into the columns that hold nothing. */
    private StatusCode reduce(TrendColumns trend, String tag, ExpandedNodeId node) {
        int columns = trend.count();
        // Whole milliseconds, because a processing interval that is not would drift away from the columns.
        long width = Math.max(1, ((to - from) / columns + Ticks.PER_MILLISECOND - 1) / Ticks.PER_MILLISECOND)
                * Ticks.PER_MILLISECOND;
        int count = (int) Math.max(1, Math.min(columns, (to - from + width - 1) / width));
        double[] lows = new double[count];
        double[] highs = new double[count];
        StatusCode low = extremes(tag, node, Aggregate.MINIMUM2, width, lows);
        StatusCode high = extremes(tag, node, Aggregate.MAXIMUM2, width, highs);
        for (int i = 0; i < columns; i++) {
            int interval = (int) Math.min(count - 1L, (long) ((i + 0.5) * (to - from) / columns / width));
            if (trend.isEmpty(i) && !Double.isNaN(lows[interval]) && !Double.isNaN(highs[interval])) {
                trend.put(i, lows[interval], highs[interval]);
            }
        }
        return low.isGood() ? high : low;
    }

    private StatusCode extremes(String tag, ExpandedNodeId node, Aggregate aggregate, long width, double[] found) {
        Arrays.fill(found, Double.NaN);
        Duration interval = Ticks.toDuration(width);
        return pages.read(
                node,
                HistoryQuery.processed(Ticks.toInstant(from), Ticks.toInstant(to), aggregate, interval),
                (value, change) -> {
                    DateTime time = value.sourceTime();
                    boolean there = !value.statusCode().isBad() && value.value().value() != null && time != null;
                    if (there && time != null) {
                        int at = (int) ((time.getUtcTime() - from) / width);
                        if (at >= 0 && at < found.length) {
                            found[at] = number(tag, value);
                        }
                    }
                    return true;
                });
    }

    private static void check(String tag, StatusCode status) {
        if (!status.isGood()) {
            throw new CommandFailure(
                    ExitCode.FAILED, ValueText.oneLine(tag) + " cannot be read: " + ValueText.status(status));
        }
    }

    private static double number(String tag, DataValue value) {
        Object content = value.value().value();
        if (content instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        if (content instanceof Number number) {
            return number.doubleValue();
        }
        throw new CommandFailure(
                ExitCode.FAILED, ValueText.oneLine(tag) + " cannot be drawn: its values are no numbers");
    }
}
