package dev.pollux.archive.compare;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.compare.Difference.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares two trends of straight lines: each archived point of one must lie near the line of the other. Where the
 * other has no line, at the ends of what both are complete for, nothing is compared. Pure.
 */
final class SlopedComparison {
    private final KeptTag tag;
    private final Consumer<Difference> differences;

    SlopedComparison(KeptTag tag, Consumer<Difference> differences) {
        this.tag = tag;
        this.differences = differences;
    }

    /** Compares; in order of time, without marks of holes. */
    void run(List<ArchivedSample> firsts, List<ArchivedSample> seconds) {
        for (ArchivedSample sample : firsts) {
            differing(sample, seconds).ifPresent(other -> differ(sample, Optional.of(sample), Optional.of(other)));
        }
        for (ArchivedSample sample : seconds) {
            differing(sample, firsts).ifPresent(other -> differ(sample, Optional.of(other), Optional.of(sample)));
        }
    }

    private void differ(ArchivedSample at, Optional<ArchivedSample> one, Optional<ArchivedSample> other) {
        TimeRange instant = new TimeRange(at.time(), at.time() + 1);
        differences.accept(new Difference(tag.series(), instant, Kind.SHOWS_DIFFERENT, one, other));
    }

    /** The last point of the other before a point that its line does not meet. */
    private Optional<ArchivedSample> differing(ArchivedSample sample, List<ArchivedSample> line) {
        int after = firstAfter(line, sample.time());
        if (after == 0 || after == line.size()) {
            return Optional.empty();
        }
        ArchivedSample from = line.get(after - 1);
        boolean met =
                near(sample, from, line.get(after)) || seenNear(sample, line, after) || passed(sample, line, after);
        return met ? Optional.empty() : Optional.of(from);
    }

    private static int firstAfter(List<ArchivedSample> line, long time) {
        int low = 0;
        int high = line.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (line.get(middle).time() > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean near(ArchivedSample sample, ArchivedSample from, ArchivedSample to) {
        boolean numbers = sample.value().isNumber()
                && from.value().isNumber()
                && to.value().isNumber();
        if (!numbers || !from.good() || !to.good()) {
            return from.status() == sample.status() && from.value().equals(sample.value());
        }
        double there = at(from, to, sample.time());
        return sample.good() && SampleComparison.within(there, sample.value().number(), tag.tolerance());
    }

    /** A steep change that the other station saw a poll earlier or later. */
    private boolean seenNear(ArchivedSample sample, List<ArchivedSample> line, int after) {
        for (int i = Math.max(0, after - 2); i < Math.min(line.size(), after + 2); i++) {
            ArchivedSample each = line.get(i);
            boolean close = Math.abs(each.time() - sample.time()) <= tag.skew();
            if (close && (each.status() != sample.status() || alike(each, sample))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the other line comes by the value of a sample within the time by which stations may see a change one
     * after the other: each looked at other instants of a steep change, and neither missed it.
     */
    private boolean passed(ArchivedSample sample, List<ArchivedSample> line, int after) {
        if (!isPoint(sample)) {
            return false;
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        TimeRange around = new TimeRange(Math.max(0, sample.time() - tag.skew()), sample.time() + tag.skew());
        int first = after;
        while (first > 0 && line.get(first - 1).time() > around.from() && isPoint(line.get(first - 1))) {
            first--;
        }
        for (int i = Math.max(1, first); i < line.size() && line.get(i - 1).time() < around.to(); i++) {
            ArchivedSample from = line.get(i - 1);
            ArchivedSample to = line.get(i);
            if (isPoint(from) && isPoint(to)) {
                double begin = at(from, to, Math.max(around.from(), from.time()));
                double end = at(from, to, Math.min(around.to(), to.time()));
                least = Math.min(least, Math.min(begin, end));
                most = Math.max(most, Math.max(begin, end));
            }
        }
        double value = sample.value().number();
        return SampleComparison.within(Math.min(Math.max(value, least), most), value, tag.tolerance());
    }

    private static boolean isPoint(ArchivedSample sample) {
        return sample.good() && sample.value().isNumber();
    }

    private static double at(ArchivedSample from, ArchivedSample to, long time) {
        double share = (double) (time - from.time()) / (to.time() - from.time());
        return from.value().number()
                + share * (to.value().number() - from.value().number());
    }

    private boolean alike(ArchivedSample one, ArchivedSample other) {
        return (one.value().isNumber() && other.value().isNumber())
                ? SampleComparison.within(one.value().number(), other.value().number(), tag.tolerance())
                : one.value().equals(other.value());
    }
}
