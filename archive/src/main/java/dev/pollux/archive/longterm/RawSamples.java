package dev.pollux.archive.longterm;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.aggregate.ArchiveSource;
import dev.pollux.archive.aggregate.SampleSource;
import java.util.Iterator;
import java.util.Optional;

/** The captured values of one tag. */
record RawSamples(Archive archive, Series series) {
    private static final int PAGE = 2_000;

    /**
     * As aggregates want it. The last sample holds until the end of what is computed: it would not be computed yet if
     * another one could come.
     */
    SampleSource until(long end) {
        return new ArchiveSource(archive, series, TimeRange.ALL, PAGE, end);
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
