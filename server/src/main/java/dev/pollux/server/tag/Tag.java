package dev.pollux.server.tag;

import java.time.Duration;
import java.util.Optional;

/**
 * One value of the plant. Its OPC UA NodeId is the string {@code name} in the project's namespace on every station.
 *
 * @param name unique in the project
 * @param area path of the area that the tag is shown under, parts joined by {@code /}
 * @param description for operators, may be empty
 * @param type OPC UA type that clients see
 * @param source where the value comes from; of an internal tag the device is {@link #INTERNAL}
 * @param access whether clients may write
 * @param scaling raw to engineering; {@link Scaling#NONE} unless the type is numeric
 * @param range normal engineering values
 * @param unit UNECE or free text unit such as {@code m3/h}; empty for none
 * @param archiving how its values are archived
 */
public record Tag(
        String name,
        String area,
        String description,
        TagType type,
        Address source,
        Access access,
        Scaling scaling,
        Optional<Range> range,
        String unit,
        Archiving archiving) {

    /** What stands in place of a device for a tag whose value lives in the stations themselves. */
    public static final String INTERNAL = "internal";

    /** Address of an internal tag that is the same on all stations of a set. */
    public static final String SYNCHRONIZE = "synchronize";

    /** Address of an internal tag that each station has for itself. */
    public static final String LOCAL = "local";

    /** Whether there is no device behind it. */
    public boolean internal() {
        return source.device().equals(INTERNAL);
    }

    /** Whether it is an internal tag that is the same on all stations. */
    public boolean synchronised() {
        return internal() && source.text().equals(SYNCHRONIZE);
    }

    /** A tag that is not archived. */
    public Tag(
            String name,
            String area,
            String description,
            TagType type,
            Address source,
            Access access,
            Scaling scaling,
            Optional<Range> range,
            String unit) {
        this(name, area, description, type, source, access, scaling, range, unit, Archiving.none());
    }

    /**
     * How a tag's values are archived.
     *
     * @param profile name of a capture profile of the project; empty: they are not archived
     * @param stepped whether a value holds until the next one; otherwise it goes over to it in a straight line. Always
     *     true for types that are not numeric
     */
    public record Archiving(Optional<String> profile, boolean stepped) {
        /** Not archived. */
        public static Archiving none() {
            return new Archiving(Optional.empty(), true);
        }
    }

    /**
     * Where a tag's value lives.
     *
     * @param device name of a device of the project
     * @param text address in the device's own syntax, for Modbus {@code holding:100:FLOAT32}
     * @param pollInterval distance of the polling grid, at least 10 ms; the grid is aligned to the epoch
     */
    public record Address(String device, String text, Duration pollInterval) {}
}
