package dev.pollux.archive.compare;

import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison came to.
 *
 * @param hours tag and hour pairs that were compared
 * @param equal how many of them are the same sample by sample, but for the time of arrival of polled samples
 * @param samples number of samples compared, of the archive that has more
 * @param observed pairs of samples of one instant that differ because each station polled for itself
 * @param largest the largest deviation of numbers among them
 * @param differences number of differences, also those that are not listed
 * @param listed the first of them
 * @param unfilled what one archive is complete for and the other is not
 */
public record Verdict(
        long hours,
        long equal,
        long samples,
        long observed,
        Optional<Deviation> largest,
        long differences,
        List<Difference> listed,
        List<Unfilled> unfilled) {
    public Verdict {
        listed = List.copyOf(listed);
        unfilled = List.copyOf(unfilled);
    }

    /** Nothing differs, and neither archive lacks what the other has. */
    public boolean same() {
        return differences == 0 && unfilled.isEmpty();
    }

    /** Two numbers of one instant. */
    public record Deviation(Series series, long time, double first, double second) {
        /** How far apart they are. */
        public double size() {
            return Math.abs(first - second);
        }
    }

    /**
     * A gap that is not filled yet.
     *
     * @param inFirst whether the first archive has it; otherwise the second
     */
    public record Unfilled(boolean inFirst, String device, TimeRange range) {}
}
