package dev.pollux.archive.longterm;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.Optional;

/**
 * What one step deals with.
 *
 * @param whole up to where everything is done after the step
 * @param computed the intervals that are computed, at the beginning of {@code whole}; the others have no results, as
 *     nothing was archived
 */
record Stretch(TimeRange whole, TimeRange computed) {
    // One wrong time stamp from decades ago must not fill the archive with its value.
    private static final long HELD_MAX = 31 * Ticks.PER_DAY;

    /** The first step of a range that begins and ends with an interval and is not empty. */
    static Stretch of(LongTermRules rules, RawSamples raw, TimeRange range) {
        long from = range.from();
        long first = from + rules.interval;
        if (isVoid(raw, from, first)) {
            long next = first >= range.to()
                    ? range.to()
                    : raw.atOrAfter(first, new TimeRange(first, range.to()))
                            .map(sample -> rules.floor(sample.time()))
                            .orElse(range.to());
            return new Stretch(new TimeRange(from, next), new TimeRange(from, first));
        }
        TimeRange chunk = new TimeRange(from, rules.chunk(from, range.to()));
        return new Stretch(chunk, chunk);
    }

    private static boolean isVoid(RawSamples raw, long from, long to) {
        if (raw.atOrAfter(from, new TimeRange(from, to)).isPresent()) {
            return false;
        }
        Optional<ArchivedSample> before = raw.before(from);
        return before.isEmpty() || before.get().bad() || before.get().time() < from - HELD_MAX;
    }
}
