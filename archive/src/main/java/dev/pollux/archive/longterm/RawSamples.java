package dev.pollux.archive.longterm;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.aggregate.ArchiveSource;
import dev.pollux.archive.aggregate.SampleSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/** The captured values of one tag. */
record RawSamples(Archive archive, Series series) {
    private static final int PAGE = 2_000;

    /**
     * As aggregates want it. The last sample holds until the end of what is computed: it would not be computed yet if
     * another one could come.
     *
     * @param seen is told every sample that is measured, and the one after it
     */
    SampleSource until(long end, Consumer<ArchivedSample> seen) {
        SampleSource source = new ArchiveSource(archive, series, TimeRange.ALL, PAGE, end);
        return new SampleSource() {
            @Override
            public Iterator<ArchivedSample> measured(long from) {
                Iterator<ArchivedSample> samples = source.onward(from);
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return samples.hasNext();
                    }

                    @Override
                    public ArchivedSample next() {
                        ArchivedSample sample = samples.next();
                        seen.accept(sample);
                        return sample;
                    }
                };
            }

            @Override
            public Iterator<ArchivedSample> onward(long from) {
                return source.onward(from);
            }

            @Override
            public Iterator<ArchivedSample> backward(long before) {
                return source.backward(before);
            }

            @Override
            public Iterator<Annotation> annotations(TimeRange range) {
                return source.annotations(range);
            }

            @Override
            public long knownUntil() {
                return source.knownUntil();
            }
        };
    }

    /** The first sample at or after an instant. */
    Optional<ArchivedSample> atOrAfter(long time, TimeRange within) {
        return archive.bound(series, time, Archive.Side.AT_OR_AFTER, within);
    }

    /** The last sample before an instant. */
    Optional<ArchivedSample> before(long time) {
        return time == Ticks.MIN
                ? Optional.empty()
                : archive.bound(series, time - 1, Archive.Side.AT_OR_BEFORE, TimeRange.ALL);
    }

    /** Time of the last good sample of a range, -1 if there is none. */
    long lastGood(TimeRange range) {
        return good(within(range).backward(range.to()), -1);
    }

    /** Time of the first good sample of a range, its end if there is none. */
    long firstGood(TimeRange range) {
        return good(within(range).onward(range.from()), range.to());
    }

    private SampleSource within(TimeRange range) {
        return new ArchiveSource(archive, series, range, PAGE, Ticks.MIN);
    }

    private static long good(Iterator<ArchivedSample> samples, long otherwise) {
        while (samples.hasNext()) {
            ArchivedSample sample = samples.next();
            if (sample.good()) {
                return sample.time();
            }
        }
        return otherwise;
    }
}
