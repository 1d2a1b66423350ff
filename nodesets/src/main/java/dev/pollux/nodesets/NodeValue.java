package dev.pollux.nodesets;

import java.util.List;

/**
 * The value of a variable.
 *
 * @param type built-in type of the elements
 * @param array whether the value is an array; otherwise there is exactly one element
 * @param elements instances of {@link BuiltIn#valueClass()}; for {@link BuiltIn#EXTENSION_OBJECT} of {@link Argument},
 *     {@link EnumValue}, {@link EngineeringUnit} or {@link Limits}
 */
public record NodeValue(BuiltIn type, boolean array, List<Object> elements) {
    public NodeValue {
        elements = List.copyOf(elements);
        if (!array && elements.size() != 1) {
            throw new IllegalArgumentException("a scalar value has one element, not " + elements.size());
        }
    }

    /**
     * An Argument of a method (i=296).
     *
     * @param name of the argument
     * @param shape type and dimensions
     * @param description may be empty
     */
    public record Argument(String name, ValueShape shape, Text description) {}

    /**
     * An EnumValueType (i=7594).
     *
     * @param value number
     * @param displayName text for people
     * @param description may be empty
     */
    public record EnumValue(long value, Text displayName, Text description) {}

    /**
     * An EUInformation (i=887).
     *
     * @param namespaceUri whose unit codes are used
     * @param unitId code of the unit, -1 for none
     * @param displayName for example {@code m³/h}
     * @param description may be empty
     */
    public record EngineeringUnit(String namespaceUri, int unitId, Text displayName, Text description) {}

    /**
     * A Range (i=884).
     *
     * @param low lowest value
     * @param high highest value
     */
    public record Limits(double low, double high) {}
}
