package dev.pollux.archive.longterm;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.aggregate.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The captured samples of one interval, runs of good numbers reduced: all that aggregates need of them, and nothing
 * that depends on what stands before or after. Pure.
 *
 * @param steps in order of time; empty if the samples are {@link #ragged}
 */
record RunBucket(List<Step> steps) {
    /** What a bucket may hold: more, and the captured samples are read instead. */
    static final int STEPS_MAX = 64;

    /** Fewer good numbers are kept as they are, which takes less. */
    private static final int RUN_MIN = 5;

    private static final RunBucket RAGGED = new RunBucket(List.of());

    /**
     * A sample as it was captured, and the run that follows it.
     *
     * @param run null if none does
     */
    record Step(ArchivedSample sample, @Nullable Run run) {
        /** Samples that stand for this one: itself, and of the run the least, the greatest and the last. */
        List<ArchivedSample> few() {
            Run reduced = run;
            if (reduced == null) {
                return List.of(sample);
            }
            List<ArchivedSample> few =
                    new ArrayList<>(List.of(sample, reduced.minimum(), reduced.maximum(), reduced.last()));
            few.sort(Comparator.comparingLong(ArchivedSample::time));
            for (int i = few.size() - 1; i > 0; i--) {
                if (few.get(i).time() == few.get(i - 1).time()) {
                    few.remove(i);
                }
            }
            return few;
        }
    }

    RunBucket {
        steps = List.copyOf(steps);
    }

    /** Whether there were too many turns between good and not to keep them. */
    boolean ragged() {
        return steps.isEmpty();
    }

    /** A few true samples, in order of time, that stand for all. */
    List<ArchivedSample> few() {
        return steps.stream().flatMap(step -> step.few().stream()).toList();
    }

    /** Takes buckets of whole intervals. */
    @FunctionalInterface
    interface Sink {
        void accept(long from, RunBucket bucket);
    }

    /** Makes buckets of samples in order of time; an interval without samples gives none. */
    static final class Maker {
        private final TimeRange range;
        private final long interval;
        private final Sink sink;
        private final List<Step> steps = new ArrayList<>();
        /** Good numbers after the last step, too few to be a run so far. */
        private final List<ArchivedSample> few = new ArrayList<>();

        private Run.@Nullable Maker run;
        private long from;

        /**
         * Empty.
         *
         * @param range whole intervals; samples outside are left out
         */
        Maker(TimeRange range, long interval, Sink sink) {
            this.range = range;
            this.interval = interval;
            this.sink = sink;
            from = range.from();
        }

        /** The next sample. */
        void add(ArchivedSample sample) {
            if (!range.contains(sample.time())) {
                return;
            }
            if (sample.time() >= from + interval) {
                end();
                from = sample.time() - Math.floorMod(sample.time() - range.from(), interval);
            }
            step(new ArchivedSample(sample.time(), sample.time(), sample.status(), sample.value()));
        }

        private void step(ArchivedSample sample) {
            if (steps.size() > STEPS_MAX) {
                return;
            }
            Run.Maker begun = run;
            if (begun != null && begun.add(sample)) {
                if (few.size() < RUN_MIN) {
                    few.add(sample);
                }
                return;
            }
            endRun();
            steps.add(new Step(sample, null));
            run = Run.admits(sample) ? new Run.Maker(sample) : null;
        }

        private void endRun() {
            Run.Maker begun = run;
            if (begun != null && few.size() == RUN_MIN) {
                Step before = steps.remove(steps.size() - 1);
                steps.add(new Step(before.sample(), begun.run()));
            } else {
                few.forEach(sample -> steps.add(new Step(sample, null)));
            }
            few.clear();
            run = null;
        }

        /** No more samples come. */
        void end() {
            endRun();
            if (!steps.isEmpty()) {
                sink.accept(from, steps.size() > STEPS_MAX ? RAGGED : new RunBucket(steps));
            }
            steps.clear();
        }
    }
}
