package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;

/**
 * Good numbers of one type that follow a good number of that type with nothing in between, reduced to what aggregates
 * need of them. It depends on these samples alone, so it says the same in every interval that holds all of them.
 *
 * @param count how many, 1 or more; the sample before them does not count
 * @param minimum the first of the least
 * @param maximum the first of the greatest
 * @param manyMinima whether the least stands there more than once
 * @param manyMaxima whether the greatest stands there more than once
 * @param last the last one
 * @param squares sum of the squared differences from their mean
 * @param held area from the sample before to the last, in ticks, where each value stays until the next
 * @param sloped the same where each moves to the next on a line
 * @param zero ticks from the sample before to the last for which a zero stays
 * @param changes how many differ from the one before
 */
public record Run(
        long count,
        ArchivedSample minimum,
        ArchivedSample maximum,
        boolean manyMinima,
        boolean manyMaxima,
        ArchivedSample last,
        double sum,
        double squares,
        double held,
        double sloped,
        long zero,
        long changes) {
    public Run {
        if (count < 1 || zero < 0 || changes < 0 || changes > count) {
            throw new IllegalArgumentException("not a run: count " + count + ", zero " + zero + ", changes " + changes);
        }
    }

    /** Whether a sample may stand before a run or in one: plainly good, and a number to reckon with. */
    public static boolean admits(ArchivedSample sample) {
        return sample.status() == HistoryStatus.GOOD
                && sample.value().isNumber()
                && Double.isFinite(sample.value().number());
    }

    /** Makes a run, sample by sample. */
    public static final class Maker {
        private final Tally tally = new Tally(AggregateConfig.DEFAULT, true, true);
        private ArchivedSample last;
        private double held;
        private double sloped;
        private long zero;

        /**
         * Empty.
         *
         * @param before the sample before it, one that {@link Run#admits}
         */
        public Maker(ArchivedSample before) {
            last = before;
            tally.begin(before);
        }

        /** The next sample; true if it is of the run, else nothing was done. */
        public boolean add(ArchivedSample sample) {
            if (!admits(sample) || sample.value().type() != last.value().type()) {
                return false;
            }
            double from = Numbers.of(last.value());
            long span = sample.time() - last.time();
            held += from * span;
            sloped += (from + Numbers.of(sample.value())) / 2 * span;
            zero += from == 0 ? span : 0;
            tally.add(sample);
            last = sample;
            return true;
        }

        /** What was added; there has to be something. */
        public Run run() {
            ArchivedSample least = tally.minimum;
            ArchivedSample greatest = tally.maximum;
            if (least == null || greatest == null) {
                throw new IllegalStateException("an empty run after " + last);
            }
            return new Run(
                    tally.good,
                    least,
                    greatest,
                    tally.manyMinima,
                    tally.manyMaxima,
                    last,
                    tally.sum,
                    tally.squares,
                    held,
                    sloped,
                    zero,
                    tally.changes);
        }
    }
}
