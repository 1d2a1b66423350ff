package dev.pollux.archive.compare;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.util.Optional;

/**
 * Something that should be the same in both archives and is not.
 *
 * @param range instants that it concerns; a single one is a range of one tick
 * @param first what the first archive has or shows; empty if nothing
 * @param second the same of the second
 */
public record Difference(
        Series series, TimeRange range, Kind kind, Optional<ArchivedSample> first, Optional<ArchivedSample> second) {
    /** What kind of difference. */
    public enum Kind {
        MISSING_IN_FIRST,
        MISSING_IN_SECOND,
        /** Both have a sample of the instant, and they should be equal. */
        DIFFERS,
        /** A stepped trend shows different values for longer than two observations explain. */
        SHOWS_DIFFERENT,
        /** The tag is archived on the second station only. */
        NOT_KEPT_BY_FIRST,
        /** The tag is archived on the first station only. */
        NOT_KEPT_BY_SECOND
    }
}
