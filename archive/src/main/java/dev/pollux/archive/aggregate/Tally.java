package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import org.jspecify.annotations.Nullable;

/** What the raw samples of one interval come to. Takes them one by one; Bad_NoData are no samples here. */
final class Tally {
    private final AggregateConfig config;
    private final boolean spread;
    private final boolean transitions;

    /** The state before the interval, kept from one interval to the next; NaN if there was none. */
    private double state = Double.NaN;

    long good;
    long uncertain;
    long bad;
    /** Good by status, but not a number. */
    long invalid;
    /** Good by status, but neither a number nor a Boolean. */
    long stateless;

    double sum;
    double mean;
    double squares;
    double uncertainMinimum;
    double uncertainMaximum;
    double minimumNumber;
    double maximumNumber;
    boolean manyMinima;
    boolean manyMaxima;

    @Nullable
    ArchivedSample minimum;

    @Nullable
    ArchivedSample maximum;

    @Nullable
    ArchivedSample first;

    @Nullable
    ArchivedSample last;

    @Nullable
    ArchivedSample firstNumber;

    @Nullable
    ArchivedSample lastNumber;

    @Nullable
    ArchivedSample firstUncertain;

    @Nullable
    ArchivedSample firstBad;

    long changes;

    /**
     * Begins with an empty interval.
     *
     * @param spread whether the sum of squares is wanted, which costs a division for each sample
     * @param transitions whether transitions are wanted
     */
    Tally(AggregateConfig config, boolean spread, boolean transitions) {
        this.config = config;
        this.spread = spread;
        this.transitions = transitions;
        clear();
    }

    void clear() {
        good = uncertain = bad = invalid = stateless = changes = 0;
        sum = mean = squares = 0;
        uncertainMinimum = minimumNumber = Double.POSITIVE_INFINITY;
        uncertainMaximum = maximumNumber = Double.NEGATIVE_INFINITY;
        manyMinima = manyMaxima = false;
        minimum = maximum = first = last = firstNumber = lastNumber = firstUncertain = firstBad = null;
    }

    /** The latest usable state before the first interval. */
    void begin(@Nullable ArchivedSample before) {
        state = before == null ? Double.NaN : Numbers.state(before.value());
    }

    void add(ArchivedSample sample) {
        int status = sample.status();
        if (status >>> 30 == 0) {
            addGood(sample);
        } else if (status < 0) {
            if (HistoryStatus.isNoData(status)) {
                return;
            }
            bad++;
            firstBad = firstBad == null ? sample : firstBad;
        } else {
            addUncertain(sample);
        }
        first = first == null ? sample : first;
        last = sample;
    }

    private void addGood(ArchivedSample sample) {
        good++;
        if (transitions) {
            change(sample.value());
        }
        double number = Numbers.of(sample.value());
        if (Double.isNaN(number)) {
            invalid++;
            stateless += sample.value().type() == Value.BOOLEAN ? 0 : 1;
            return;
        }
        firstNumber = firstNumber == null ? sample : firstNumber;
        lastNumber = sample;
        sum += number;
        if (spread) {
            // Welford: one pass, and no difference of two large sums.
            double off = number - mean;
            mean += off / (good - invalid);
            squares += off * (number - mean);
        }
        if (number < minimumNumber || minimum == null) {
            minimumNumber = number;
            minimum = sample;
            manyMinima = false;
        } else if (number == minimumNumber) {
            manyMinima = true;
        }
        if (number > maximumNumber || maximum == null) {
            maximumNumber = number;
            maximum = sample;
            manyMaxima = false;
        } else if (number == maximumNumber) {
            manyMaxima = true;
        }
    }

    /** A run, as if its samples were added one by one; the one before it has been. */
    void add(Run run) {
        if (transitions) {
            changes += run.changes();
            state = Numbers.of(run.last().value());
        }
        long before = numbers();
        long count = run.count();
        sum += run.sum();
        if (spread) {
            double off = run.sum() / count - mean;
            squares += run.squares() + off * off * before * count / (before + count);
            mean += off * count / (before + count);
        }
        good += count;
        lastNumber = run.last();
        last = run.last();
        double least = Numbers.of(run.minimum().value());
        if (least < minimumNumber || minimum == null) {
            minimumNumber = least;
            minimum = run.minimum();
            manyMinima = run.manyMinima();
        } else if (least == minimumNumber) {
            manyMinima = true;
        }
        double greatest = Numbers.of(run.maximum().value());
        if (greatest > maximumNumber || maximum == null) {
            maximumNumber = greatest;
            maximum = run.maximum();
            manyMaxima = run.manyMaxima();
        } else if (greatest == maximumNumber) {
            manyMaxima = true;
        }
    }

    private void addUncertain(ArchivedSample sample) {
        uncertain++;
        firstUncertain = firstUncertain == null ? sample : firstUncertain;
        if (config.treatUncertainAsBad()) {
            return;
        }
        if (transitions) {
            change(sample.value());
        }
        double number = Numbers.of(sample.value());
        if (!Double.isNaN(number)) {
            uncertainMinimum = Math.min(uncertainMinimum, number);
            uncertainMaximum = Math.max(uncertainMaximum, number);
        }
    }

    /** The first state ever is a transition too (OPC 10000-13 §5.4.3.24). */
    private void change(Value value) {
        double now = Numbers.state(value);
        if (!Double.isNaN(now)) {
            changes += now == state ? 0 : 1;
            state = now;
        }
    }

    /** Good numbers. */
    long numbers() {
        return good - invalid;
    }

    /** Whether there were values, and none of them a number or a Boolean. */
    boolean invalidState() {
        return good > 0 && stateless == good;
    }

    /** Whether samples had to be left out because they were bad, uncertain where that counts as bad, or no numbers. */
    boolean badSeen() {
        return bad > 0 || invalid > 0 || (config.treatUncertainAsBad() && uncertain > 0);
    }

    /**
     * The status by the share of samples (OPC 10000-13 §5.4.3.2.1): good, Uncertain_DataSubNormal or bad. An uncertain
     * sample that does not count as bad does not count as good either, as the tables for Count show.
     *
     * @param numbersOnly what is no number counts as bad
     */
    int statusByShare(boolean numbersOnly) {
        long left = numbersOnly ? invalid : 0;
        long unwanted = bad + left + (config.treatUncertainAsBad() ? uncertain : 0);
        return byShare(config, good - left, unwanted, good + uncertain + bad);
    }

    /** Good first: the standard prefers it where both limits are met. */
    static int byShare(AggregateConfig config, long goodPart, long badPart, long all) {
        if (all == 0 || share(goodPart, all) >= config.percentDataGood()) {
            return HistoryStatus.GOOD;
        }
        return share(badPart, all) >= config.percentDataBad()
                ? HistoryStatus.BAD
                : HistoryStatus.UNCERTAIN_DATA_SUB_NORMAL;
    }

    private static double share(long part, long all) {
        return 100.0 * part / all;
    }
}
