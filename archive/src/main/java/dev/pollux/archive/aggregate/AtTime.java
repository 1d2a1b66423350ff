package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;

/**
 * Values at given instants (OPC 10000-11 §6.5.5): the sample at that instant if there is one, otherwise the value that
 * the Interpolative aggregate gives, or with simple bounds the one of the neighbouring samples alone.
 */
public final class AtTime {
    private final AggregateConfig config;
    private final boolean stepped;
    private final boolean simpleBounds;

    /**
     * Reads that share their rules.
     *
     * @param stepped whether a value stays until the next one
     * @param simpleBounds the client's useSimpleBounds
     */
    public AtTime(AggregateConfig config, boolean stepped, boolean simpleBounds) {
        this.config = config;
        this.stepped = stepped;
        this.simpleBounds = simpleBounds;
    }

    /** The value at an instant; Bad_NoData where there is nothing before it. */
    public ArchivedSample at(long time, SampleSource source) {
        if (time >= 0) {
            throw new UnsupportedOperationException("not computed yet: " + config + stepped + simpleBounds + source);
        }
        throw new IllegalArgumentException("an instant is 0 or more, not " + time);
    }
}
