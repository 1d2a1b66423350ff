package dev.pollux.archive.sync;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * The first part of what was asked for.
 *
 * @param runs samples of one series each, in the order of the request; series without samples are left out
 * @param next where to go on; empty if this is all
 */
public record Slice(List<Run> runs, Optional<Position> next) {
    public Slice {
        runs = List.copyOf(runs);
    }

    /** Number of samples. */
    public int size() {
        return runs.stream().mapToInt(run -> run.samples().size()).sum();
    }

    /** Samples of one series. */
    public record Run(Series series, List<ArchivedSample> samples) {
        public Run {
            samples = List.copyOf(samples);
        }
    }

    /**
     * Where an answer ended.
     *
     * @param series index in the request's list of the series that is not finished
     * @param left what is left of its range; of the series after it everything is left
     */
    public record Position(int series, TimeRange left) {}
}
