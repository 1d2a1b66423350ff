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
        boolean met = near(sample, from, line.get(after)) || seenNear(sample, line, after);
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
        double share = (double) (sample.time() - from.time()) / (to.time() - from.time());
        double there = from.value().number()
                + share * (to.value().number() - from.value().number());
        return sample.good() && Math.abs(there - sample.value().number()) <= tag.tolerance();
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

    private boolean alike(ArchivedSample one, ArchivedSample other) {
        return (one.value().isNumber() && other.value().isNumber())
                ? Math.abs(one.value().number() - other.value().number()) <= tag.tolerance()
                : one.value().equals(other.value());
    }
}
