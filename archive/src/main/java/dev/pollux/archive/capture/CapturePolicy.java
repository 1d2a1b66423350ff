package dev.pollux.archive.capture;

import dev.pollux.archive.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a tag's samples is archived. Whatever it says, the first sample after archiving began, every change of the
 * status code and every change of the type are archived at once and with their own time.
 *
 * @param occasion when the value is looked at
 * @param deadBand which changes are too small
 * @param minTimeInterval least distance of archived values (OPC 10000-11 §5.2.2); zero for none, at most 1 day. Only
 *     for changes. A change that comes earlier is archived when the interval ends, with that instant as its time, if
 *     the value is still beyond the dead band then; with its own time if another status code or the end of archiving
 *     comes first
 * @param maxTimeInterval greatest distance of archived values (OPC 10000-11 §5.2.2); zero for none, at most 366 days.
 *     When it ends without a change, the value valid at that instant is archived with that instant as its time; with
 *     cyclic archiving at the next instant of the cycle
 */
public record CapturePolicy(Occasion occasion, DeadBand deadBand, Duration minTimeInterval, Duration maxTimeInterval) {
    /** Every change. */
    public static final CapturePolicy EVERY_CHANGE =
            new CapturePolicy(new Occasion.OnChange(), DeadBand.NONE, Duration.ZERO, Duration.ZERO);

    public CapturePolicy {
        Check.between("MinTimeInterval", minTimeInterval, Duration.ZERO, Check.DAY);
        Check.between("MaxTimeInterval", maxTimeInterval, Duration.ZERO, Check.YEAR);
        boolean bounded = !maxTimeInterval.isZero();
        if (bounded && maxTimeInterval.compareTo(Check.CYCLE_MIN) < 0) {
            throw new IllegalArgumentException(
                    "MaxTimeInterval is " + maxTimeInterval + ", must be 0 or at least " + Check.CYCLE_MIN);
        }
        if (bounded && maxTimeInterval.compareTo(minTimeInterval) < 0) {
            throw new IllegalArgumentException("MaxTimeInterval is " + maxTimeInterval
                    + ", must be 0 or at least MinTimeInterval, " + minTimeInterval);
        }
        if (bounded && maxTimeInterval.compareTo(occasion.cycle()) < 0) {
            throw new IllegalArgumentException(
                    "MaxTimeInterval is " + maxTimeInterval + ", must be 0 or at least the cycle, " + occasion.cycle());
        }
        if (!minTimeInterval.isZero() && !occasion.onChange()) {
            throw new IllegalArgumentException(
                    "MinTimeInterval is " + minTimeInterval + ", must be 0 unless changes are archived");
        }
        if (deadBand.kind() == DeadBand.Kind.SWINGING_DOOR && !minTimeInterval.isZero()) {
            throw new IllegalArgumentException("MinTimeInterval is " + minTimeInterval
                    + ", must be 0 with a swinging door, which could not keep its deviation otherwise");
        }
        if (deadBand.kind() == DeadBand.Kind.SWINGING_DOOR && !bounded) {
            throw new IllegalArgumentException("MaxTimeInterval is 0, must be set with a swinging door, which holds"
                    + " values back for as long: a crash loses them");
        }
    }

    /**
     * The property Stepped of OPC 10000-11 §5.2.2 that fits: false if values between archived ones lie on a straight
     * line.
     */
    public boolean stepped() {
        return deadBand.kind() != DeadBand.Kind.SWINGING_DOOR;
    }

    /**
     * Why this is not for a tag, one line for each reason; empty if it is.
     *
     * @param type the tag's built-in type, 1 to 25 (OPC 10000-6 §5.1.2)
     * @param ranged whether the tag has an EURange
     */
    public List<String> faultsFor(int type, boolean ranged) {
        List<String> faults = new ArrayList<>();
        boolean numeric = type >= Value.SBYTE && type <= Value.DOUBLE;
        if (deadBand.kind() != DeadBand.Kind.NONE && !numeric) {
            faults.add("a dead band is for numbers only, not for built-in type " + type);
        }
        if (deadBand.format() == ExceptionDeviationFormat.PERCENT_OF_EU_RANGE && !ranged) {
            faults.add("a dead band in percent of the range needs a tag with a range");
        }
        return faults;
    }
}
