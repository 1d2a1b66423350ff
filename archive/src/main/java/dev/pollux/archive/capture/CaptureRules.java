package dev.pollux.archive.capture;

import dev.pollux.archive.Ticks;
import java.time.Instant;

/**
 * A policy worked out for tags of one range: all spans in ticks. Immutable; tags with the same policy and range share
 * one.
 */
public final class CaptureRules {
    private static final long EPOCH = Ticks.of(Instant.EPOCH);

    final boolean onChange;
    final boolean deadBand;
    final boolean swingingDoor;

    /** 0 for none. */
    final long cycle;

    final long minInterval;

    /** 0 for none. */
    final long maxInterval;

    private final double deviation;
    private final double relative;

    /**
     * Works a policy out.
     *
     * @param span of the tag's EURange, high minus low; only used by a dead band in percent of it
     * @throws IllegalArgumentException if it is used and not above 0
     */
    public CaptureRules(CapturePolicy policy, double span) {
        DeadBand band = policy.deadBand();
        onChange = policy.occasion().onChange();
        deadBand = band.kind() != DeadBand.Kind.NONE;
        swingingDoor = band.kind() == DeadBand.Kind.SWINGING_DOOR;
        cycle = Ticks.of(policy.occasion().cycle());
        minInterval = Ticks.of(policy.minTimeInterval());
        maxInterval = Ticks.of(policy.maxTimeInterval());
        deviation = switch (band.format()) {
            case ABSOLUTE_VALUE -> band.exceptionDeviation();
            case PERCENT_OF_VALUE -> 0;
            case PERCENT_OF_EU_RANGE -> band.exceptionDeviation() / 100 * positive(span);
        };
        relative = switch (band.format()) {
            case PERCENT_OF_VALUE -> band.exceptionDeviation() / 100;
            case ABSOLUTE_VALUE, PERCENT_OF_EU_RANGE -> 0;
        };
    }

    private static double positive(double span) {
        if (!(span > 0) || span == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "a dead band in percent of the range needs a range with a span above 0, not " + span);
        }
        return span;
    }

    /** The deviation allowed at a value. */
    double deviation(double at) {
        return relative == 0 ? deviation : relative * Math.abs(at);
    }

    /** Whether a number is so far from another that it is to be archived. Two NaN are equal. */
    boolean beyond(double from, double to) {
        if (Double.isFinite(from) && Double.isFinite(to)) {
            return Math.abs(to - from) > deviation(from);
        }
        return Double.compare(from, to) != 0;
    }

    /** The first instant of the grid after another instant. */
    long nextOnGrid(long after) {
        return after - Math.floorMod(after - EPOCH, cycle) + cycle;
    }
}
