package dev.pollux.archive.capture;

/**
 * Which changes of a numeric value are too small to be archived.
 *
 * @param kind how archived values stand for those left out
 * @param exceptionDeviation how far a value may be from what the archive says, in units of {@code format}; 0 with
 *     {@link Kind#NONE}
 * @param format of the deviation
 */
public record DeadBand(Kind kind, double exceptionDeviation, ExceptionDeviationFormat format) {
    /** How archived values stand for those left out. */
    public enum Kind {
        /** Every change counts. The only kind for values that are no numbers. */
        NONE,
        /** A value left out is within the deviation of the last archived one before it: a stepped trend is right. */
        LAST_VALUE,
        /**
         * A value left out is within the deviation of the straight line between the archived ones around it: an
         * interpolated trend is right. The line needs its end, so a value is held back until it is known whether the
         * line goes on.
         */
        SWINGING_DOOR
    }

    public static final DeadBand NONE = new DeadBand(Kind.NONE, 0, ExceptionDeviationFormat.ABSOLUTE_VALUE);

    public DeadBand {
        boolean percent = format != ExceptionDeviationFormat.ABSOLUTE_VALUE;
        if (!(exceptionDeviation >= 0) || exceptionDeviation > (percent ? 100 : Double.MAX_VALUE)) {
            throw new IllegalArgumentException("ExceptionDeviation is " + exceptionDeviation + ", must be "
                    + (percent ? "from 0 to 100 percent" : "0 or more"));
        }
        if (kind == Kind.NONE && exceptionDeviation != 0) {
            throw new IllegalArgumentException(
                    "ExceptionDeviation is " + exceptionDeviation + ", must be 0 without a dead band");
        }
    }

    /** Against the last archived value, in the unit of the value. */
    public static DeadBand absolute(double deviation) {
        return new DeadBand(Kind.LAST_VALUE, deviation, ExceptionDeviationFormat.ABSOLUTE_VALUE);
    }

    /** Against the last archived value, in percent of the span of the EURange. */
    public static DeadBand percentOfRange(double percent) {
        return new DeadBand(Kind.LAST_VALUE, percent, ExceptionDeviationFormat.PERCENT_OF_EU_RANGE);
    }

    /** Against a straight line, in the unit of the value. */
    public static DeadBand swingingDoor(double deviation) {
        return new DeadBand(Kind.SWINGING_DOOR, deviation, ExceptionDeviationFormat.ABSOLUTE_VALUE);
    }
}
