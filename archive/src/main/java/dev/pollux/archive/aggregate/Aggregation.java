package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The results of a request, interval by interval, each a list with one sample for each aggregate of the request. Reads
 * the samples once, as they are asked for, and holds none of them. Not for use by several threads.
 *
 * <p>The time of a result is the start of its interval, or where the aggregate says so the time of the sample it comes
 * from (OPC 10000-13 §5.4.2.2); the server time is the same. The status carries the information bits of §5.3.3.
 */
public final class Aggregation implements Iterator<List<ArchivedSample>> {
    private final AggregateRequest request;
    private final SampleSource source;
    private long done;

    public Aggregation(AggregateRequest request, SampleSource source) {
        this.request = request;
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        return done < request.intervals().count();
    }

    @Override
    public List<ArchivedSample> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        done++;
        throw new UnsupportedOperationException("not computed yet: " + request + " over " + source);
    }
}
