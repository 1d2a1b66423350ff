package dev.pollux.archive.capture;

/**
 * What an ExceptionDeviation is measured in (OPC 10000-11 §5.2.5). Percent of the instrument range is left out, as tags
 * have none.
 */
public enum ExceptionDeviationFormat {
    /** In the unit of the value. */
    ABSOLUTE_VALUE(0),
    /** Percent of the value: of the last archived one for a dead band, of each one for a swinging door. */
    PERCENT_OF_VALUE(1),
    /** Percent of the span of the tag's EURange. */
    PERCENT_OF_EU_RANGE(3);

    private final int code;

    ExceptionDeviationFormat(int code) {
        this.code = code;
    }

    /** The value of the enumeration in OPC UA. */
    public int code() {
        return code;
    }
}
