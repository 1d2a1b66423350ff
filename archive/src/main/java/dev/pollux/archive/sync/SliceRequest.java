package dev.pollux.archive.sync;

import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.util.List;

/**
 * Asks for samples of several series: series by series in the given order, each in order of time.
 *
 * @param series whose samples are wanted, 1 to {@link #SERIES_MAX}
 * @param range of times
 * @param reverse each series from the latest to the earliest
 * @param limit most samples in the answer, 1 or more; the partner may have a smaller limit of its own
 */
public record SliceRequest(List<Series> series, TimeRange range, boolean reverse, int limit) {
    public static final int SERIES_MAX = 10_000;

    public SliceRequest {
        series = List.copyOf(series);
        if (series.isEmpty() || series.size() > SERIES_MAX || limit < 1) {
            throw new IllegalArgumentException("a slice needs 1.." + SERIES_MAX
                    + " series and a limit of 1 or more, not " + series.size() + " and " + limit);
        }
    }
}
