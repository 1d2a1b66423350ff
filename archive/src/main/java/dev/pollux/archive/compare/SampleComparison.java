package dev.pollux.archive.compare;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.compare.Difference.Kind;
import dev.pollux.archive.compare.KeptTag.Sameness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the samples of one tag in one span that both archives are complete for, in order of time. Pure; used once.
 */
final class SampleComparison {
    /** What both saw of one instant, differently. */
    interface Observed {
        void pair(ArchivedSample first, ArchivedSample second);
    }

    private static final long EPOCH = Ticks.of(Instant.EPOCH);

    private final KeptTag tag;
    private final Consumer<Difference> differences;
    private final Observed observed;
    private @Nullable ArchivedSample first;
    private @Nullable ArchivedSample second;
    /** Since when the trends are apart though one saw a change that the other did not; -1 if they are not. */
    private long apartSince = -1;

    private Optional<ArchivedSample> apartFirst = Optional.empty();
    private Optional<ArchivedSample> apartSecond = Optional.empty();

    /**
     * Begins.
     *
     * @param heldFirst what the first archive shows before the beginning; empty if nothing
     * @param heldSecond the same of the second
     */
    SampleComparison(
            KeptTag tag,
            Optional<ArchivedSample> heldFirst,
            Optional<ArchivedSample> heldSecond,
            Consumer<Difference> differences,
            Observed observed) {
        this.tag = tag;
        this.differences = differences;
        this.observed = observed;
        first = heldFirst.orElse(null);
        second = heldSecond.orElse(null);
    }

    /** Compares; samples outside the span and marks of holes are left out before. */
    void run(List<ArchivedSample> firsts, List<ArchivedSample> seconds, TimeRange span) {
        look(span.from());
        int i = 0;
        int k = 0;
        while (i < firsts.size() || k < seconds.size()) {
            long next = Math.min(time(firsts, i), time(seconds, k));
            Optional<ArchivedSample> one = time(firsts, i) == next ? Optional.of(firsts.get(i++)) : Optional.empty();
            Optional<ArchivedSample> other =
                    time(seconds, k) == next ? Optional.of(seconds.get(k++)) : Optional.empty();
            step(next, one, other);
        }
        together(span.to());
    }

    private static long time(List<ArchivedSample> samples, int index) {
        return index < samples.size() ? samples.get(index).time() : Long.MAX_VALUE;
    }

    private void step(long time, Optional<ArchivedSample> one, Optional<ArchivedSample> other) {
        if (one.isPresent() && other.isPresent()) {
            both(time, one.get(), other.get());
        } else if (tag.sameness() != Sameness.STEPPED) {
            one.filter(sample -> common(sample) && !edge(sample, second))
                    .ifPresent(sample -> differ(Kind.MISSING_IN_SECOND, at(time), one, other));
            other.filter(sample -> common(sample) && !edge(sample, first))
                    .ifPresent(sample -> differ(Kind.MISSING_IN_FIRST, at(time), one, other));
        }
        first = one.orElse(first);
        second = other.orElse(second);
        look(time);
    }

    /** Whether the other archive must have a sample of that time too. */
    private boolean common(ArchivedSample sample) {
        boolean instants = tag.sameness() == Sameness.SAMPLED && tag.skew() > 0;
        return !instants || Math.floorMod(sample.time() - EPOCH, tag.skew()) == 0;
    }

    private void both(long time, ArchivedSample one, ArchivedSample other) {
        boolean exact = tag.sameness() == Sameness.EXACT;
        if (exact ? one.equals(other) : alike(one, other, 0)) {
            return;
        }
        if (exact || one.status() != other.status()) {
            differ(Kind.DIFFERS, at(time), Optional.of(one), Optional.of(other));
        } else {
            observed.pair(one, other);
        }
    }

    /** The value that held when a gap began or ended is written there with its old time of arrival: nothing new. */
    private static boolean edge(ArchivedSample sample, @Nullable ArchivedSample held) {
        return held != null && sample.serverTime() == held.serverTime() && alike(sample, held, 0);
    }

    private static TimeRange at(long time) {
        return new TimeRange(time, time + 1);
    }

    private void look(long time) {
        if (tag.sameness() != Sameness.STEPPED) {
            return;
        }
        ArchivedSample one = first;
        ArchivedSample other = second;
        boolean same = (one != null && other != null)
                ? one.time() == other.time() || alike(one, other, tag.tolerance())
                : one == null && other == null;
        if (same) {
            together(time);
        } else if (apartSince < 0) {
            apartSince = time;
            apartFirst = Optional.ofNullable(one);
            apartSecond = Optional.ofNullable(other);
        }
    }

    private void together(long time) {
        if (apartSince >= 0 && time - apartSince > tag.skew()) {
            differ(Kind.SHOWS_DIFFERENT, new TimeRange(apartSince, time), apartFirst, apartSecond);
        }
        apartSince = -1;
    }

    private void differ(Kind kind, TimeRange range, Optional<ArchivedSample> one, Optional<ArchivedSample> other) {
        differences.accept(new Difference(tag.series(), range, kind, one, other));
    }

    /** Whether two samples say the same, but for when they came. */
    private static boolean alike(ArchivedSample one, ArchivedSample other, double tolerance) {
        if (one.status() != other.status()) {
            return false;
        }
        boolean near = tolerance > 0
                && one.value().isNumber()
                && other.value().isNumber()
                && within(one.value().number(), other.value().number(), tolerance);
        return near || one.value().equals(other.value());
    }

    /** Whether two numbers are no farther apart, but for what floating point rounds. */
    static boolean within(double one, double other, double tolerance) {
        double rounded = 4 * Math.ulp(Math.max(Math.abs(one), Math.abs(other)));
        return Math.abs(one - other) <= tolerance + rounded;
    }

    /** Samples without marks of holes. */
    static List<ArchivedSample> real(List<ArchivedSample> samples) {
        List<ArchivedSample> real = new ArrayList<>(samples);
        real.removeIf(sample -> sample.status() == ArchivedSample.HOLE);
        return real;
    }
}
