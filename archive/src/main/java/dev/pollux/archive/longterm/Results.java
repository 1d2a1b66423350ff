package dev.pollux.archive.longterm;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.AggregateRequest;
import dev.pollux.archive.aggregate.Aggregation;
import dev.pollux.archive.aggregate.Intervals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes what a long-term archive keeps of one tag for some intervals. */
final class Results {
    private final Archive archive;
    private final LongTermTarget target;
    private final List<Series> series;
    private final @Nullable Integer[] before;

    Results(Archive archive, LongTermTarget target) {
        this.archive = archive;
        this.target = target;
        series = target.config.aggregates().stream()
                .map(each -> target.series(each.browseName()))
                .toList();
        before = new Integer[series.size()];
    }

    /**
     * Entries for whole intervals; a bad result only where the one before it has another status. And the
     * runs of intervals that have samples.
     *
     * @param range not empty
     */
    List<Batch.Entry> of(TimeRange range, RawSamples raw) {
        List<Aggregate> aggregates = target.config.aggregates();
        AggregateRequest request = new AggregateRequest(
                aggregates,
                AggregateConfig.DEFAULT,
                target.tag.stepped(),
                new Intervals(range.from(), range.to(), target.rules.interval));
        List<Batch.Entry> entries = new ArrayList<>();
        RunBucket.Maker runs = new RunBucket.Maker(
                range,
                target.rules.interval,
                (from, bucket) -> entries.add(new Batch.Entry(
                        target.runs(), new ArchivedSample(from, from, 0, RunCodec.encode(from, bucket)))));
        for (Aggregation results = new Aggregation(request, raw.until(range.to(), runs::add)); results.hasNext(); ) {
            List<ArchivedSample> interval = results.next();
            for (int i = 0; i < series.size(); i++) {
                ArchivedSample result = interval.get(i);
                if (!result.bad() || statusBefore(i, range.from()) != result.status()) {
                    entries.add(new Batch.Entry(series.get(i), result));
                }
                before[i] = result.status();
            }
        }
        runs.end();
        return entries;
    }

    private int statusBefore(int index, long from) {
        Integer known = before[index];
        if (known != null) {
            return known;
        }
        return from == 0
                ? 0
                : archive.bound(series.get(index), from - 1, Archive.Side.AT_OR_BEFORE, TimeRange.ALL)
                        .map(ArchivedSample::status)
                        .orElse(0);
    }
}
