package dev.pollux.cli.history;

/**
 * A trend to be drawn.
 *
 * @param name of the tag
 * @param unit of its values; empty if none is known
 * @param columns its values
 */
public record Trend(String name, String unit, TrendColumns columns) {
    /** What stands above it. */
    String title() {
        return unit.isEmpty() ? name : name + " [" + unit + "]";
    }
}
