package dev.pollux.archive.aggregate;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes over intervals in order of time, each beginning where the one before ended, and measures in one pass what the
 * wanted aggregates need.
 */
final class Measures {
    private static final Set<Aggregate> ON_LINE = EnumSet.of(Aggregate.TIME_AVERAGE, Aggregate.TOTAL);
    private static final Set<Aggregate> IN_REGIONS = EnumSet.of(
            Aggregate.TIME_AVERAGE2,
            Aggregate.TOTAL2,
            Aggregate.MINIMUM2,
            Aggregate.MAXIMUM2,
            Aggregate.MINIMUM_ACTUAL_TIME2,
            Aggregate.MAXIMUM_ACTUAL_TIME2,
            Aggregate.RANGE2,
            Aggregate.DURATION_IN_STATE_ZERO,
            Aggregate.DURATION_IN_STATE_NON_ZERO,
            Aggregate.DURATION_GOOD,
            Aggregate.DURATION_BAD,
            Aggregate.PERCENT_GOOD,
            Aggregate.PERCENT_BAD);
    private static final Set<Aggregate> OF_SPREAD = EnumSet.of(
            Aggregate.STANDARD_DEVIATION_SAMPLE,
            Aggregate.STANDARD_DEVIATION_POPULATION,
            Aggregate.VARIANCE_SAMPLE,
            Aggregate.VARIANCE_POPULATION);
    private static final Set<Aggregate> OF_EXTREMES2 = EnumSet.of(
            Aggregate.MINIMUM2,
            Aggregate.MAXIMUM2,
            Aggregate.MINIMUM_ACTUAL_TIME2,
            Aggregate.MAXIMUM_ACTUAL_TIME2,
            Aggregate.RANGE2);

    private final AggregateConfig config;
    private final boolean stepped;
    private final boolean backward;
    private final boolean wantLine;
    private final boolean wantRegions;
    private final boolean wantExtremes2;
    private final Usability bounds;
    private final Cursor cursor;
    private final Iterator<Annotation> notes;
    private @Nullable Annotation nextNote;
    private long from;
    private long to;
    private Bound early = Bound.none(0);
    private Bound late = Bound.none(0);

    final Tally tally;
    final Regions regions;
    final Line line = new Line();
    final Extremes least = new Extremes(true);
    final Extremes greatest = new Extremes(false);
    Bound interpolated = Bound.none(0);
    /** The bound at the start for WorstQuality2, where no sample stands there. */
    @Nullable
    Bound boundForQuality;

    long annotations;
    /** Before the first or after the last data. */
    boolean outside;
    /** Not all of the interval has data. */
    boolean partial;

    /** Stands before the earliest interval, of which {@code all} tells where it begins and where the latest ends. */
    Measures(AggregateRequest request, SampleSource source, TimeRange all) {
        config = request.config();
        stepped = request.stepped();
        backward = request.intervals().backward();
        Set<Aggregate> wanted = EnumSet.copyOf(request.aggregates());
        wantLine = !Collections.disjoint(wanted, ON_LINE);
        wantRegions = !Collections.disjoint(wanted, IN_REGIONS);
        wantExtremes2 = !Collections.disjoint(wanted, OF_EXTREMES2);
        boolean transitions = wanted.contains(Aggregate.NUMBER_OF_TRANSITIONS);
        boolean interpolating = wantLine || wanted.contains(Aggregate.INTERPOLATIVE);
        Usability usability = new Usability(!config.treatUncertainAsBad(), true);
        bounds = usability.anyType();
        long begin = backward ? all.from() + 1 : all.from();
        cursor = new Cursor(source, usability, !interpolating ? 0 : config.useSlopedExtrapolation() ? 2 : 1, begin);
        tally = new Tally(config, !Collections.disjoint(wanted, OF_SPREAD), transitions);
        if (transitions) {
            tally.begin(stateBefore(source, begin));
        }
        regions = new Regions(stepped, config);
        notes = wanted.contains(Aggregate.ANNOTATION_COUNT)
                ? source.annotations(backward ? new TimeRange(all.from() + 1, all.to() + 1) : all)
                : Collections.emptyIterator();
        nextNote = notes.hasNext() ? notes.next() : null;
    }

    /** The latest sample with a state before an instant. */
    private @Nullable ArchivedSample stateBefore(SampleSource source, long before) {
        Iterator<ArchivedSample> back = source.backward(before);
        while (back.hasNext()) {
            ArchivedSample sample = back.next();
            if (bounds.usable(sample) && !Double.isNaN(Numbers.state(sample.value()))) {
                return sample;
            }
        }
        return null;
    }

    /** Measures the next interval. */
    void measure(long newFrom, long newTo, boolean shortened) {
        from = newFrom;
        to = newTo;
        tally.clear();
        least.clear();
        greatest.clear();
        line.begin(from);
        if (!backward && cursor.nextBefore(from, true)) {
            ArchivedSample first = cursor.pass();
            count(first);
        }
        final long dataBefore = cursor.lastData();
        early = cursor.simple(from, stepped, bounds);
        regions.begin(early);
        offer(early);
        if (!backward) {
            interpolated = cursor.interpolated(from, stepped, config.useSlopedExtrapolation());
            boundForQuality = boundForQuality(from);
        }
        passRun();
        while (cursor.nextBefore(to, backward)) {
            passInside();
        }
        late = cursor.simple(to, stepped, bounds);
        if (wantRegions) {
            finish();
        }
        line.end(to, cursor, config.useSlopedExtrapolation());
        if (backward) {
            interpolated = cursor.interpolated(to, stepped, config.useSlopedExtrapolation());
            boundForQuality = boundForQuality(to);
        }
        place(dataBefore, shortened);
        countNotes();
    }

    private void passInside() {
        ArchivedSample usableBefore = cursor.usable();
        boolean skipped = cursor.skipped();
        ArchivedSample sample = cursor.pass();
        count(sample);
        if (wantLine && !cursor.skipped()) {
            line.add(usableBefore, sample, skipped);
        }
        if (wantRegions) {
            regions.add(sample);
            if (wantExtremes2 && bounds.usable(sample)) {
                least.add(sample.time(), sample.value(), cursor.isHeld(sample));
                greatest.add(sample.time(), sample.value(), cursor.isHeld(sample));
            }
        }
        passRun();
    }

    /** What follows the sample that was passed last, all of it inside. */
    private void passRun() {
        Run run = cursor.passRun();
        if (run == null) {
            return;
        }
        tally.add(run);
        if (wantLine) {
            line.add(run);
        }
        if (wantRegions) {
            regions.add(run);
        }
        if (wantExtremes2) {
            least.add(run.minimum(), run.manyMinima());
            greatest.add(run.maximum(), run.manyMaxima());
        }
    }

    private void count(ArchivedSample sample) {
        if (!cursor.isHeld(sample)) {
            tally.add(sample);
        }
    }

    private void offer(Bound bound) {
        // Where uncertain counts as bad, an uncertain bound is no candidate.
        if (wantExtremes2 && (bound.severity() == 0 || (bound.severity() == 1 && !config.treatUncertainAsBad()))) {
            least.add(bound.time(), bound.value(), bound.interpolated());
            greatest.add(bound.time(), bound.value(), bound.interpolated());
        }
    }

    private void finish() {
        regions.end(late, late.bad() && cursor.atEnd() ? unit() : to - from);
        ArchivedSample last = cursor.last();
        boolean seen = last != null && last.time() == to;
        // Backwards the sample at the late end is one of the interval; stepped the bound there says nothing new.
        if (!stepped && !seen) {
            offer(late);
        }
    }

    private @Nullable Bound boundForQuality(long at) {
        ArchivedSample edge = backward ? tally.last : tally.first;
        // WorstQuality2 ignores TreatUncertainAsBad (§5.4.3.36).
        return edge != null && edge.time() == at ? null : cursor.simple(at, stepped, new Usability(true, false));
    }

    /** Where the interval lies between the first and the last data (§5.3.3.2). */
    private void place(long dataBefore, boolean shortened) {
        long lastData = cursor.lastData();
        boolean startsInside = dataBefore < 0 && lastData >= 0;
        boolean complete = cursor.moreData() || (backward && lastData == to);
        boolean ended = !complete && (backward ? lastData <= from : lastData < from);
        outside = lastData < 0 || ended;
        partial = !outside && (startsInside || !complete || shortened);
    }

    private void countNotes() {
        annotations = 0;
        Annotation note = nextNote;
        while (note != null && (backward ? note.time() <= to : note.time() < to)) {
            annotations++;
            note = notes.hasNext() ? notes.next() : null;
        }
        nextNote = note;
    }

    /** The time resolution of §5.4.2.4: a millisecond, as in the published examples. */
    private long unit() {
        return to - from > Ticks.PER_MILLISECOND ? Ticks.PER_MILLISECOND : 1;
    }

    /** Where the interval starts in the direction of the request. */
    long start() {
        return backward ? to : from;
    }

    /** Where it ends in the direction of the request. */
    long end() {
        return backward ? from : to;
    }

    /** The last instant inside (§3.1.3). */
    long effectiveEnd() {
        return backward ? from + unit() : to - unit();
    }

    Bound startBound() {
        return backward ? late : early;
    }

    Bound endBound() {
        return backward ? early : late;
    }
}
