package dev.pollux.archive.aggregate;

import java.util.List;

/**
 * What to compute over one series. Several aggregates share one pass over the samples.
 *
 * @param aggregates one or more
 * @param stepped whether a value stays until the next one; otherwise it moves to it on a line
 */
public record AggregateRequest(
        List<Aggregate> aggregates, AggregateConfig config, boolean stepped, Intervals intervals) {
    public AggregateRequest {
        aggregates = List.copyOf(aggregates);
        if (aggregates.isEmpty()) {
            throw new IllegalArgumentException("a request needs at least one aggregate");
        }
    }

    public static AggregateRequest of(
            Aggregate aggregate, AggregateConfig config, boolean stepped, Intervals intervals) {
        return new AggregateRequest(List.of(aggregate), config, stepped, intervals);
    }

    /** The same for what remains after the first intervals; see {@link Intervals#after}. */
    public AggregateRequest after(long done) {
        return new AggregateRequest(aggregates, config, stepped, intervals.after(done));
    }
}
