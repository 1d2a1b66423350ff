package dev.pollux.plant;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The declaration of one value of the plant: what it means, where it lives, how it is scaled.
 *
 * @param name tag name, unique in the plant
 * @param area path of the area, parts joined by {@code /}
 * @param description for operators
 * @param plc the controller that has it
 * @param address where in that controller
 * @param poll how often it is worth reading
 * @param factor engineering units per raw count, above 0; 1 if the raw value is the engineering value
 * @param limits the engineering values that it can have; {@link Limits#NONE} for bits, texts and running totals
 * @param unit engineering unit, empty for none
 */
public record Point(
        String name,
        String area,
        String description,
        Plc plc,
        PointAddress address,
        Duration poll,
        double factor,
        Limits limits,
        String unit) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");

    public Point {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("tag name " + name + " must match " + NAME);
        }
        if (!(factor > 0) || (factor != 1 && !address.type().whole())) {
            throw new IllegalArgumentException(
                    "point " + name + ": factor " + factor + " must be above 0, and 1 unless the type is whole");
        }
        boolean needsLimits = address.table() == PointAddress.Table.HOLDING && address.type() != RegisterType.STRING16;
        if (needsLimits && limits.equals(Limits.NONE)) {
            throw new IllegalArgumentException("point " + name + ": a setpoint needs limits");
        }
    }

    /** Whether masters may write it. */
    public boolean writable() {
        return address.table().writable();
    }

    /** The tag type that shows the engineering value. */
    public String tagType() {
        return factor == 1 ? address.type().tagType() : "double";
    }

    /**
     * Lowest and highest engineering value, both included.
     *
     * @param low not NaN, below {@code high}
     * @param high not NaN
     */
    public record Limits(double low, double high) {
        /** Everything goes. */
        public static final Limits NONE = new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        public Limits {
            if (!(low < high)) {
                throw new IllegalArgumentException("low " + low + " must be below high " + high);
            }
        }

        /** Whether {@code value} lies inside; NaN does not. */
        public boolean contains(double value) {
            return value >= low && value <= high;
        }
    }
}
