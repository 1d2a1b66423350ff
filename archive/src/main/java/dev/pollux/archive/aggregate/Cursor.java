package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the samples of a source once, and knows at each place what was passed and what comes. Beyond the next
 * sample it looks only where that one cannot be used, and remembers what it found.
 */
@SuppressWarnings("ReferenceEquality") // the repetition of the last sample is this one object, whatever it equals
final class Cursor {
    private final SampleSource source;
    private final Usability usability;
    private final int usablesWanted;
    private final Iterator<ArchivedSample> coming;
    private final Ahead usablesAhead;
    private final Ahead dataAhead;

    private final @Nullable ReducedSamples reduced;
    private @Nullable ArchivedSample last;
    private @Nullable ArchivedSample next;
    /** What stands between the next sample and the one after it. */
    private @Nullable Run nextRun;
    /** What stands between the latest sample that was passed and the next one. */
    private @Nullable Run run;

    private @Nullable ArchivedSample usable;
    private @Nullable ArchivedSample earlierUsable;
    private @Nullable ArchivedSample held;
    private boolean skipped;
    private long lastData = -1;

    /**
     * Stands before an instant: everything before it counts as passed.
     *
     * @param usablesWanted how many usable samples to look for before it: 0 if no interpolated bound is asked for, 2
     *     if the line through them goes on, otherwise 1
     */
    Cursor(SampleSource source, Usability usability, int usablesWanted, long from) {
        this.source = source;
        this.usability = usability;
        this.usablesWanted = usablesWanted;
        this.usablesAhead = new Ahead(usability::usable);
        this.dataAhead = new Ahead(Cursor::isData);
        lookBack(from);
        coming = source.measured(from);
        reduced = coming instanceof ReducedSamples some ? some : null;
        next = pull();
        while (next != null && next.time() < from) {
            pass();
        }
    }

    private static boolean isData(ArchivedSample sample) {
        return !HistoryStatus.isNoData(sample.status());
    }

    private static boolean noNumber(ArchivedSample sample) {
        return Double.isNaN(Numbers.of(sample.value()));
    }

    private void lookBack(long from) {
        Iterator<ArchivedSample> back = source.backward(from);
        boolean unusable = false;
        int found = 0;
        while (back.hasNext() && (lastData < 0 || found < usablesWanted)) {
            ArchivedSample sample = back.next();
            last = last == null ? sample : last;
            if (lastData < 0 && isData(sample)) {
                lastData = sample.time();
            }
            if (!usability.usable(sample)) {
                unusable = true;
            } else if (found++ == 0) {
                usable = sample;
                skipped = unusable;
            } else {
                earlierUsable = earlierUsable == null ? sample : earlierUsable;
            }
        }
    }

    /** The next sample; after the last one its repetition at the instant up to which it is known to hold. */
    private @Nullable ArchivedSample pull() {
        nextRun = null;
        if (coming.hasNext()) {
            ArchivedSample sample = coming.next();
            nextRun = reduced == null ? null : reduced.run();
            return sample;
        }
        if (run != null) {
            return null;
        }
        long until = Math.min(source.knownUntil(), Ticks.MAX - 1);
        if (last == null || held != null || !isData(last) || until <= last.time()) {
            return null;
        }
        held = new ArchivedSample(until, last.serverTime(), last.status(), last.value());
        return held;
    }

    /** Goes past the next sample and returns it; there has to be one. */
    ArchivedSample pass() {
        ArchivedSample sample = next;
        if (sample == null || run != null || (last != null && sample.time() <= last.time())) {
            throw new IllegalStateException("samples out of order: " + sample + " after " + last);
        }
        last = sample;
        if (isData(sample)) {
            lastData = sample.time();
        }
        if (usablesWanted > 0) {
            if (usability.usable(sample)) {
                earlierUsable = usable;
                usable = sample;
                skipped = false;
            } else {
                skipped = true;
            }
        }
        run = nextRun;
        next = pull();
        return sample;
    }

    /** Goes past the run that follows what was passed, before anything is asked of the next; null if none. */
    @Nullable
    Run passRun() {
        Run passed = run;
        if (passed == null) {
            return null;
        }
        last = passed.last();
        lastData = last.time();
        if (usablesWanted > 0) {
            usable = last;
            skipped = false;
        }
        run = null;
        next = next == null ? pull() : next;
        return passed;
    }

    /** Whether the next sample is before an instant, or at it if that is {@code included}. */
    boolean nextBefore(long time, boolean included) {
        return next != null && (next.time() < time || (included && next.time() == time));
    }

    /** Whether no sample comes. */
    boolean atEnd() {
        return next == null;
    }

    /** Whether a sample only repeats the last one where that is known to hold. */
    boolean isHeld(ArchivedSample sample) {
        return sample == held;
    }

    /** When the latest sample that was passed and is more than a Bad_NoData was taken; negative if there is none. */
    long lastData() {
        return lastData;
    }

    /** Whether a sample that is more than a Bad_NoData comes. */
    boolean moreData() {
        return next != null && dataAhead.from(next) != null;
    }

    /** The latest sample that was passed. */
    @Nullable
    ArchivedSample last() {
        return last;
    }

    /** The latest usable sample that was passed. */
    @Nullable
    ArchivedSample usable() {
        return usable;
    }

    /** The usable sample before {@link #usable}. */
    @Nullable
    ArchivedSample earlierUsable() {
        return earlierUsable;
    }

    /** Whether something unusable was passed since {@link #usable}. */
    boolean skipped() {
        return skipped;
    }

    /** The next usable sample, however far. */
    @Nullable
    ArchivedSample usableAhead() {
        return next == null ? null : usablesAhead.from(next);
    }

    /** Whether something unusable stands between {@link #usable} and {@link #usableAhead}. */
    boolean skippedUpToNext() {
        return skipped || (next != null && !usability.usable(next));
    }

    /** Simple bounding value of an instant between what was passed and what comes (OPC 10000-13 §3.1.9). */
    Bound simple(long time, boolean stepped, Usability rule) {
        ArchivedSample before = last;
        ArchivedSample after = next;
        ArchivedSample at =
                before != null && before.time() == time ? before : after != null && after.time() == time ? after : null;
        if (at != null) {
            return !rule.usable(at) ? Bound.none(time) : at == held ? Bound.held(time, at, false) : Bound.raw(at);
        }
        // After the last sample the standard leaves it to the server: there is no value (Annex A does the same).
        if (before == null || after == null || !rule.usable(before)) {
            return Bound.none(time);
        }
        if (stepped || noNumber(before)) {
            return Bound.held(time, before, false);
        }
        return rule.usable(after) ? Bound.onLine(time, before, after, false) : Bound.held(time, before, true);
    }

    /** Interpolated bounding value of an instant up to which everything was passed (OPC 10000-13 §3.1.8). */
    Bound interpolated(long time, boolean stepped, boolean slopedExtrapolation) {
        ArchivedSample before = usable;
        if (before == null) {
            return Bound.none(time);
        }
        if (before.time() == time) {
            return before == held ? Bound.held(time, before, false) : Bound.raw(before);
        }
        if (stepped || noNumber(before)) {
            return Bound.held(time, before, skipped || next == null);
        }
        ArchivedSample after = usableAhead();
        if (after != null) {
            return Bound.onLine(time, before, after, skippedUpToNext());
        }
        ArchivedSample earlier = earlierUsable;
        return slopedExtrapolation && earlier != null
                ? Bound.onLine(time, before, earlier, true)
                : Bound.held(time, before, true);
    }

    /** The first sample of some kind, found once and kept until it is passed. */
    private final class Ahead {
        private final Predicate<ArchivedSample> wanted;
        private @Nullable ArchivedSample found;
        private boolean searched;

        private Ahead(Predicate<ArchivedSample> wanted) {
            this.wanted = wanted;
        }

        @Nullable
        ArchivedSample from(ArchivedSample first) {
            if (wanted.test(first)) {
                return first;
            }
            // Where nothing was found once, nothing will be: the search went to the end.
            if (!searched || (found != null && found.time() < first.time())) {
                found = null;
                Iterator<ArchivedSample> further = source.onward(first.time() + 1);
                while (found == null && further.hasNext()) {
                    ArchivedSample sample = further.next();
                    found = wanted.test(sample) ? sample : null;
                }
                searched = true;
            }
            return found;
        }
    }
}
