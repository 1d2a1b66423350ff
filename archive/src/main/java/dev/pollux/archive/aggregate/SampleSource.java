package dev.pollux.archive.aggregate;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.Iterator;

/**
 * The samples of one series, at most one for each instant. Iterators are read once, lazily, and left as soon as nothing
 * more is needed; how far they look for a bounding value is for the source to limit (OPC 10000-13 §3.1.8: at least the
 * length of an interval).
 */
public interface SampleSource {
    /** Samples at or after an instant, in order of time. */
    Iterator<ArchivedSample> onward(long from);

    /**
     * The same for measuring, interval by interval, what begins at an instant: a source that keeps runs and knows the
     * intervals may give them as {@link ReducedSamples}, no run across the end of an interval.
     */
    default Iterator<ArchivedSample> measured(long from) {
        return onward(from);
    }

    /** Samples of a range, in order of time: {@link #onward} where the end is known. */
    default Iterator<ArchivedSample> within(TimeRange range) {
        return onward(range.from());
    }

    /** Samples before an instant, the latest first. */
    Iterator<ArchivedSample> backward(long before);

    /** Annotations of a range in order of time; only read for AnnotationCount. */
    Iterator<Annotation> annotations(TimeRange range);

    /**
     * Up to when the last sample is known to hold, though no later one is archived, as for a tag that is archived on
     * change (OPC 10000-13 §3.1.9: as if there were another raw value); {@link Ticks#MIN} where nothing is known. A
     * last sample with Bad_NoData never holds on.
     */
    default long knownUntil() {
        return Ticks.MIN;
    }
}
