package dev.pollux.archive.aggregate;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.TimeRange;
import java.util.Iterator;

/**
 * The samples of one series, at most one for each instant. Iterators are read once, lazily, and may be left before
 * their end; how far they look for a bound is for the source to limit.
 */
public interface SampleSource {
    /** Samples of a range in order of time. */
    Iterator<ArchivedSample> forward(TimeRange range);

    /** Samples before an instant, the latest first, as far back as bounding values are looked for. */
    Iterator<ArchivedSample> backward(long before);

    /** Samples at or after an instant in order of time, as far on as bounding values are looked for. */
    Iterator<ArchivedSample> onward(long from);

    /** Annotations of a range in order of time; only read for AnnotationCount. */
    Iterator<Annotation> annotations(TimeRange range);
}
