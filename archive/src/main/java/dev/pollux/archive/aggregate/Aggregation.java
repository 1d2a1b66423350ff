package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.TimeRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The results of a request, interval by interval, each a list with one sample for each aggregate of the request. Reads
 * the samples once, as they are asked for, and keeps none of them; only a stretch of unusable samples that an
 * interpolated bounding value has to look across is read twice. Not for use by several threads.
 *
 * <p>The time of a result is the start of its interval, or where the aggregate says so the time of the sample it comes
 * from (OPC 10000-13 §5.4.2.2); the server time is the same. The status carries the information bits of §5.3.3. Minimum
 * and maximum of 64-bit integers are found by their double values.
 */
public final class Aggregation implements Iterator<List<ArchivedSample>> {
    /** Backward intervals are measured forwards in groups of this size: all that is held at a time. */
    private static final int GROUP = 512;

    private final AggregateRequest request;
    private final SampleSource source;
    private final Deque<List<ArchivedSample>> group = new ArrayDeque<>();
    private final long count;
    private @Nullable Measures measures;
    private long done;

    public Aggregation(AggregateRequest request, SampleSource source) {
        this.request = request;
        this.source = source;
        count = request.intervals().count();
    }

    @Override
    public boolean hasNext() {
        return done < count;
    }

    @Override
    public List<ArchivedSample> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + count + " intervals were read");
        }
        long index = done++;
        if (!request.intervals().backward()) {
            return forward(index);
        }
        if (group.isEmpty()) {
            measureGroup(index);
        }
        return group.removeLast();
    }

    private List<ArchivedSample> forward(long index) {
        Intervals intervals = request.intervals();
        Measures forward = measures;
        if (forward == null) {
            forward = new Measures(request, source, new TimeRange(intervals.start(), intervals.end()));
            measures = forward;
        }
        forward.measure(intervals.startOf(index), intervals.endOf(index), intervals.partial(index));
        return results(forward);
    }

    private void measureGroup(long first) {
        Intervals intervals = request.intervals();
        long last = Math.min(first + GROUP, count) - 1;
        Measures backward =
                new Measures(request, source, new TimeRange(intervals.endOf(last), intervals.startOf(first)));
        for (long index = last; index >= first; index--) {
            backward.measure(intervals.endOf(index), intervals.startOf(index), intervals.partial(index));
            group.addLast(results(backward));
        }
    }

    private List<ArchivedSample> results(Measures measured) {
        Results results = new Results(request.config(), measured);
        return request.aggregates().stream().map(results::of).toList();
    }
}
