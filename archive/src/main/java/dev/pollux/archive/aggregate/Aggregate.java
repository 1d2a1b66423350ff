package dev.pollux.archive.aggregate;

import dev.pollux.archive.Value;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The standard aggregates of OPC 10000-13 §5.4.3, with what Table 5 says of them. */
public enum Aggregate {
    INTERPOLATIVE(
            2341,
            "Interpolative",
            "At the beginning of each interval, retrieve the calculated value from the data points on "
                    + "either side of the requested timestamp."),
    AVERAGE(2342, "Average", "Retrieve the average value of the data over the interval."),
    TIME_AVERAGE(
            2343,
            "TimeAverage",
            "Retrieve the time weighted average data over the interval using Interpolated Bounding " + "Values."),
    TIME_AVERAGE2(
            11285,
            "TimeAverage2",
            "Retrieve the time weighted average data over the interval using Simple Bounding Values."),
    TOTAL(
            2344,
            "Total",
            "Retrieve the total (time integral) of the data over the interval using Interpolated "
                    + "Bounding Values."),
    TOTAL2(
            11304,
            "Total2",
            "Retrieve the total (time integral) of the data over the interval using Simple Bounding " + "Values."),
    MINIMUM(
            2346,
            "Minimum",
            "Retrieve the minimum raw value in the interval with the timestamp of the start of the " + "interval."),
    MAXIMUM(
            2347,
            "Maximum",
            "Retrieve the maximum raw value in the interval with the timestamp of the start of the " + "interval."),
    MINIMUM_ACTUAL_TIME(
            2348,
            "MinimumActualTime",
            "Retrieve the minimum value in the interval and the timestamp of the minimum value."),
    MAXIMUM_ACTUAL_TIME(
            2349,
            "MaximumActualTime",
            "Retrieve the maximum value in the interval and the timestamp of the maximum value."),
    RANGE(2350, "Range", "Retrieve the difference between the minimum and maximum value over the interval."),
    MINIMUM2(11286, "Minimum2", "Retrieve the minimum value in the interval including the Simple Bounding Values."),
    MAXIMUM2(11287, "Maximum2", "Retrieve the maximum value in the interval including the Simple Bounding Values."),
    MINIMUM_ACTUAL_TIME2(
            11305,
            "MinimumActualTime2",
            "Retrieve the minimum value with the actual timestamp including the Simple Bounding " + "Values."),
    MAXIMUM_ACTUAL_TIME2(
            11306,
            "MaximumActualTime2",
            "Retrieve the maximum value with the actual timestamp including the Simple Bounding " + "Values."),
    RANGE2(11288, "Range2", "Retrieve the difference between the Minimum2 and Maximum2 value over the interval."),
    ANNOTATION_COUNT(2351, "AnnotationCount", "Retrieve the number of Annotations in the interval."),
    COUNT(2352, "Count", "Retrieve the number of raw values over the interval."),
    DURATION_IN_STATE_ZERO(
            11307,
            "DurationInStateZero",
            "Retrieve the time a Boolean or numeric was in a zero state using Simple Bounding Values."),
    DURATION_IN_STATE_NON_ZERO(
            11308,
            "DurationInStateNonZero",
            "Retrieve the time a Boolean or numeric was in a non-zero state using Simple Bounding " + "Values."),
    NUMBER_OF_TRANSITIONS(
            2355,
            "NumberOfTransitions",
            "Retrieve the number of changes between zero and non-zero that a Boolean or numeric value "
                    + "experienced in the interval."),
    START(2357, "Start", "Retrieve the first value in the interval."),
    END(2358, "End", "Retrieve the last value in the interval."),
    DELTA(2359, "Delta", "Retrieve the difference between the Start and End value in the interval."),
    START_BOUND(
            11505, "StartBound", "Retrieve the value at the beginning of the interval using Simple Bounding Values."),
    END_BOUND(11506, "EndBound", "Retrieve the value at the end of the interval using Simple Bounding Values."),
    DELTA_BOUNDS(
            11507, "DeltaBounds", "Retrieve the difference between the StartBound and EndBound value in the interval."),
    DURATION_GOOD(
            2360, "DurationGood", "Retrieve the total duration of time in the interval during which the data is Good."),
    DURATION_BAD(
            2361, "DurationBad", "Retrieve the total duration of time in the interval during which the data is Bad."),
    PERCENT_GOOD(
            2362,
            "PercentGood",
            "Retrieve the percentage of data (0 to 100) in the interval which has Good StatusCode."),
    PERCENT_BAD(
            2363, "PercentBad", "Retrieve the percentage of data (0 to 100) in the interval which has Bad StatusCode."),
    WORST_QUALITY(2364, "WorstQuality", "Retrieve the worst StatusCode of data in the interval."),
    WORST_QUALITY2(
            11292,
            "WorstQuality2",
            "Retrieve the worst StatusCode of data in the interval including the Simple Bounding " + "Values."),
    STANDARD_DEVIATION_SAMPLE(
            11426,
            "StandardDeviationSample",
            "Retrieve the standard deviation for the interval for a sample of the population (n-1)."),
    STANDARD_DEVIATION_POPULATION(
            11427,
            "StandardDeviationPopulation",
            "Retrieve the standard deviation for the interval for a complete population (n) which "
                    + "includes Simple Bounding Values."),
    VARIANCE_SAMPLE(
            11428,
            "VarianceSample",
            "Retrieve the variance for the interval as calculated by the StandardDeviationSample."),
    VARIANCE_POPULATION(
            11429,
            "VariancePopulation",
            "Retrieve the variance for the interval as calculated by the StandardDeviationPopulation "
                    + "which includes Simple Bounding Values.");

    private static final Map<Integer, Aggregate> BY_ID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Aggregate::id, Function.identity()));
    private static final Map<String, Aggregate> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Aggregate::browseName, Function.identity()));

    private final int id;
    private final String browseName;
    private final String description;

    Aggregate(int id, String browseName, String description) {
        this.id = id;
        this.browseName = browseName;
        this.description = description;
    }

    /** The numeric NodeId of the AggregateFunction object in namespace 0. */
    public int id() {
        return id;
    }

    /** The BrowseName in namespace 0; also the name of the aggregate in a long-term archive. */
    public String browseName() {
        return browseName;
    }

    /** The English description that the standard gives. */
    public String description() {
        return description;
    }

    /**
     * Whether the aggregate is for values of a type (OPC 10000-13 Table 13); otherwise Bad_AggregateNotSupported.
     *
     * @param type as in {@link Value#type}
     */
    public boolean appliesTo(int type) {
        boolean number = type >= Value.SBYTE && type <= Value.DOUBLE;
        return switch (this) {
            case COUNT,
                    ANNOTATION_COUNT,
                    START,
                    END,
                    START_BOUND,
                    END_BOUND,
                    DURATION_GOOD,
                    DURATION_BAD,
                    PERCENT_GOOD,
                    PERCENT_BAD,
                    WORST_QUALITY,
                    WORST_QUALITY2 -> true;
            case DURATION_IN_STATE_ZERO, DURATION_IN_STATE_NON_ZERO, NUMBER_OF_TRANSITIONS ->
                number || type == Value.BOOLEAN;
            case INTERPOLATIVE,
                    AVERAGE,
                    TIME_AVERAGE,
                    TIME_AVERAGE2,
                    TOTAL,
                    TOTAL2,
                    MINIMUM,
                    MAXIMUM,
                    MINIMUM_ACTUAL_TIME,
                    MAXIMUM_ACTUAL_TIME,
                    RANGE,
                    MINIMUM2,
                    MAXIMUM2,
                    MINIMUM_ACTUAL_TIME2,
                    MAXIMUM_ACTUAL_TIME2,
                    RANGE2,
                    DELTA,
                    DELTA_BOUNDS,
                    STANDARD_DEVIATION_SAMPLE,
                    STANDARD_DEVIATION_POPULATION,
                    VARIANCE_SAMPLE,
                    VARIANCE_POPULATION -> number;
        };
    }

    /** The aggregate with this NodeId in namespace 0. */
    public static Optional<Aggregate> of(long id) {
        return id == (int) id ? Optional.ofNullable(BY_ID.get((int) id)) : Optional.empty();
    }

    /** The aggregate with this BrowseName. */
    public static Optional<Aggregate> of(String browseName) {
        return Optional.ofNullable(BY_NAME.get(browseName));
    }
}
