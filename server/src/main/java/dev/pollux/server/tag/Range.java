package dev.pollux.server.tag;

/**
 * The range of engineering values that a tag normally has (EURange, OPC 10000-8 §5.3.2.3). A write outside of it is
 * refused with Bad_OutOfRange.
 *
 * @param low lowest normal value
 * @param high highest normal value, above {@code low}
 */
public record Range(double low, double high) {
    public Range {
        if (!(low < high)) {
            throw new IllegalArgumentException("range low " + low + " must be below high " + high);
        }
    }

    /** Whether {@code value} lies inside, limits included; NaN does not. */
    public boolean contains(double value) {
        return value >= low && value <= high;
    }
}
