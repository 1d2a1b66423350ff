package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;

/**
 * Divides one interval into regions from sample to sample, with simple bounding values at its ends (OPC 10000-13
 * §5.4.3.2), and adds up what is good, what is bad and the area below the values. All spans are in ticks.
 */
final class Regions {
    private final boolean stepped;
    private final boolean uncertainIsBad;
    private final Usability usability;

    private long time;
    private int severity;
    private double number;
    private double state;

    /** Area of what has a value, in ticks, and how long that is. */
    double area;

    long areaTime;
    /** By the request's interpolation: for TimeAverage2 and its kin. */
    long good;

    long bad;
    /** By the status of the sample before alone: for durations. */
    long heldGood;

    long heldBad;
    /** Where the sample before, or the bound, is good; less than {@link #heldGood} if uncertain counts as good. */
    long purelyGood;

    long zero;
    long nonZero;

    Regions(boolean stepped, AggregateConfig config) {
        this.stepped = stepped;
        uncertainIsBad = config.treatUncertainAsBad();
        usability = new Usability(!uncertainIsBad, false);
    }

    void begin(Bound start) {
        area = 0;
        areaTime = good = bad = heldGood = heldBad = purelyGood = zero = nonZero = 0;
        time = start.time();
        stand(start.severity(), start.value());
    }

    private void stand(int newSeverity, Value value) {
        severity = newSeverity;
        number = newSeverity == 2 ? Double.NaN : Numbers.of(value);
        state = newSeverity == 2 ? Double.NaN : Numbers.state(value);
    }

    void add(ArchivedSample sample) {
        int next = usability.usable(sample) ? sample.status() >>> 30 : 2;
        close(sample.time(), next, sample.value(), sample.time() - time);
        stand(next, sample.value());
    }

    /** A run after the sample that was added last, or after the bound where that is the sample. */
    void add(Run run) {
        ArchivedSample last = run.last();
        long span = last.time() - time;
        area += stepped ? run.held() : run.sloped();
        areaTime += span;
        good += span;
        heldGood += span;
        purelyGood += span;
        zero += run.zero();
        nonZero += span - run.zero();
        time = last.time();
        stand(0, last.value());
    }

    /**
     * The end bound.
     *
     * @param longest what the last region counts at most: the whole interval, or where no sample follows one unit of
     *     time (§5.4.2.4), because data end with the last sample
     */
    void end(Bound end, long longest) {
        long span = end.time() - time;
        close(end.time(), end.severity(), end.value(), severity < 2 ? Math.min(longest, span) : span);
    }

    private void close(long at, int nextSeverity, Value next, long span) {
        double nextNumber = stepped || nextSeverity == 2 ? Double.NaN : Numbers.of(next);
        if (Double.isNaN(number)) {
            bad += span;
        } else {
            boolean doubtful =
                    severity == 1 || (!stepped && nextSeverity != 0) || (!stepped && Double.isNaN(nextNumber));
            area += (Double.isNaN(nextNumber) ? number : (number + nextNumber) / 2) * span;
            areaTime += span;
            if (doubtful && uncertainIsBad) {
                bad += span;
            } else {
                good += span;
            }
        }
        if (severity == 2 || (severity == 1 && uncertainIsBad)) {
            heldBad += span;
        } else {
            heldGood += span;
        }
        if (severity == 0) {
            purelyGood += span;
            zero += state == 0 ? span : 0;
            nonZero += state != 0 && !Double.isNaN(state) ? span : 0;
        }
        time = at;
    }
}
