package dev.pollux.archive.aggregate;

/**
 * How aggregates treat what is not good (OPC 10000-13 §4.2.1.2).
 *
 * @param treatUncertainAsBad uncertain samples count as bad; otherwise as good, unless the aggregate says otherwise
 * @param percentDataBad from this share of bad data on (0..100) a result is bad
 * @param percentDataGood from this share of good data on (0..100) a result is good; at least 100 - percentDataBad
 * @param useSlopedExtrapolation after the last sample the line through the last two goes on; otherwise the last value
 *     stays
 */
public record AggregateConfig(
        boolean treatUncertainAsBad, int percentDataBad, int percentDataGood, boolean useSlopedExtrapolation) {
    /** What the standard proposes. */
    public static final AggregateConfig DEFAULT = new AggregateConfig(true, 100, 100, false);

    public AggregateConfig {
        if (!valid(percentDataBad, percentDataGood)) {
            throw new IllegalArgumentException("percentDataBad and percentDataGood must be 0..100 and percentDataGood"
                    + " at least 100 - percentDataBad, not " + percentDataBad + " and " + percentDataGood);
        }
    }

    /** Whether a configuration may have these limits; what a client sends otherwise is Bad_AggregateInvalidInputs. */
    public static boolean valid(int percentDataBad, int percentDataGood) {
        return percentDataBad >= 0
                && percentDataBad <= 100
                && percentDataGood >= 0
                && percentDataGood <= 100
                && percentDataGood >= 100 - percentDataBad;
    }
}
