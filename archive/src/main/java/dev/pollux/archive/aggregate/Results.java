package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** What each aggregate makes of a measured interval: value, time and status (OPC 10000-13 §5.4.3.4 to §5.4.3.40). */
final class Results {
    private static final byte STATUS_CODE = 19;

    private final AggregateConfig config;
    private final Measures measures;

    Results(AggregateConfig config, Measures measures) {
        this.config = config;
        this.measures = measures;
    }

    ArchivedSample of(Aggregate aggregate) {
        Measures m = measures;
        if (m.outside && aggregate != Aggregate.INTERPOLATIVE) {
            return result(HistoryStatus.BAD_NO_DATA, Value.NULL);
        }
        Tally tally = m.tally;
        Regions regions = m.regions;
        return switch (aggregate) {
            case INTERPOLATIVE -> result(m.interpolated.statusWithBits(), m.interpolated.value());
            case AVERAGE -> average(tally);
            case TIME_AVERAGE -> onLine(m.line.area / m.line.time);
            case TOTAL -> onLine(m.line.area / Ticks.PER_SECOND);
            case TIME_AVERAGE2 -> inRegions(regions.area / regions.areaTime);
            case TOTAL2 -> inRegions(regions.area / Ticks.PER_SECOND);
            case MINIMUM -> extreme(tally.minimum, tally.manyMinima, minimumDoubtful(), false);
            case MAXIMUM -> extreme(tally.maximum, tally.manyMaxima, maximumDoubtful(), false);
            case MINIMUM_ACTUAL_TIME -> extreme(tally.minimum, tally.manyMinima, minimumDoubtful(), true);
            case MAXIMUM_ACTUAL_TIME -> extreme(tally.maximum, tally.manyMaxima, maximumDoubtful(), true);
            case RANGE -> range(tally.minimum, tally.maximum);
            case MINIMUM2 -> extreme2(m.least, false);
            case MAXIMUM2 -> extreme2(m.greatest, false);
            case MINIMUM_ACTUAL_TIME2 -> extreme2(m.least, true);
            case MAXIMUM_ACTUAL_TIME2 -> extreme2(m.greatest, true);
            case RANGE2 -> range2();
            case ANNOTATION_COUNT -> calculated(HistoryStatus.GOOD, int32(m.annotations));
            case COUNT -> counted(tally.good, false);
            case NUMBER_OF_TRANSITIONS -> counted(tally.changes, true);
            case DURATION_IN_STATE_ZERO -> inState(regions.zero);
            case DURATION_IN_STATE_NON_ZERO -> inState(regions.nonZero);
            case START -> raw(tally.first);
            case END -> raw(tally.last);
            case DELTA -> delta(tally.firstNumber, tally.lastNumber);
            case START_BOUND -> startBound();
            case END_BOUND -> endBound();
            case DELTA_BOUNDS -> deltaBounds(m.startBound(), m.endBound());
            case DURATION_GOOD -> calculated(HistoryStatus.GOOD, milliseconds(regions.purelyGood));
            case DURATION_BAD -> calculated(HistoryStatus.GOOD, milliseconds(regions.heldBad));
            case PERCENT_GOOD -> calculated(HistoryStatus.GOOD, share(regions.purelyGood));
            case PERCENT_BAD -> calculated(HistoryStatus.GOOD, share(regions.heldBad));
            case WORST_QUALITY -> worst(null);
            case WORST_QUALITY2 -> worst(m.boundForQuality);
            case STANDARD_DEVIATION_SAMPLE -> spread(Math.sqrt(sampleVariance()));
            case VARIANCE_SAMPLE -> spread(sampleVariance());
            case STANDARD_DEVIATION_POPULATION -> spread(Math.sqrt(tally.squares / tally.numbers()));
            case VARIANCE_POPULATION -> spread(tally.squares / tally.numbers());
        };
    }

    private ArchivedSample result(int status, Value value) {
        long start = measures.start();
        return new ArchivedSample(start, start, status, value);
    }

    private int partialBit() {
        return measures.partial ? HistoryStatus.PARTIAL : 0;
    }

    private ArchivedSample calculated(int status, Value value) {
        return result(HistoryStatus.with(status, HistoryStatus.CALCULATED | partialBit()), value);
    }

    /** Where no value can be made; says whether that is for want of samples or for their type. */
    private ArchivedSample nothing() {
        int status =
                measures.tally.invalid > 0 ? HistoryStatus.BAD_AGGREGATE_INVALID_INPUTS : HistoryStatus.BAD_NO_DATA;
        return result(HistoryStatus.with(status, partialBit()), Value.NULL);
    }

    private ArchivedSample invalid() {
        return result(HistoryStatus.with(HistoryStatus.BAD_AGGREGATE_INVALID_INPUTS, partialBit()), Value.NULL);
    }

    private static int doubtful(boolean doubt) {
        return doubt ? HistoryStatus.UNCERTAIN_DATA_SUB_NORMAL : HistoryStatus.GOOD;
    }

    private static Value int32(long count) {
        return new Value(Value.INT32, (int) Math.min(count, Integer.MAX_VALUE));
    }

    private static Value milliseconds(long ticks) {
        return Value.of((double) ticks / Ticks.PER_MILLISECOND);
    }

    private Value share(long ticks) {
        return Value.of(100.0 * ticks / (measures.regions.heldGood + measures.regions.heldBad));
    }

    /** Never partial (Table 16). */
    private ArchivedSample average(Tally tally) {
        if (tally.numbers() == 0) {
            return result(
                    tally.invalid > 0 ? HistoryStatus.BAD_AGGREGATE_INVALID_INPUTS : HistoryStatus.BAD_NO_DATA,
                    Value.NULL);
        }
        int status = tally.statusByShare(true);
        return status < 0
                ? result(status, Value.NULL)
                : result(HistoryStatus.with(status, HistoryStatus.CALCULATED), Value.of(tally.sum / tally.numbers()));
    }

    private ArchivedSample onLine(double value) {
        Line line = measures.line;
        return line.time == 0 ? nothing() : calculated(doubtful(line.doubtful), Value.of(value));
    }

    private ArchivedSample inRegions(double value) {
        if (measures.regions.areaTime == 0) {
            return nothing();
        }
        int status = statusByTime();
        return calculated(status, status < 0 ? Value.NULL : Value.of(value));
    }

    private int statusByTime() {
        Regions regions = measures.regions;
        return Tally.byShare(config, regions.good, regions.bad, regions.good + regions.bad);
    }

    private ArchivedSample inState(long ticks) {
        Regions regions = measures.regions;
        int status = Tally.byShare(config, regions.heldGood, regions.heldBad, regions.heldGood + regions.heldBad);
        return measures.tally.invalidState()
                ? invalid()
                : calculated(status, status < 0 ? Value.NULL : milliseconds(ticks));
    }

    /** A bad result is bare, as in the tables for Count and NumberOfTransitions. */
    private ArchivedSample counted(long count, boolean ofStates) {
        int status = measures.tally.statusByShare(false);
        if (ofStates && measures.tally.invalidState()) {
            return invalid();
        }
        return status < 0
                ? result(HistoryStatus.with(status, partialBit()), Value.NULL)
                : calculated(status, int32(count));
    }

    private boolean minimumDoubtful() {
        return measures.tally.badSeen() || measures.tally.uncertainMinimum < measures.tally.minimumNumber;
    }

    private boolean maximumDoubtful() {
        return measures.tally.badSeen() || measures.tally.uncertainMaximum > measures.tally.maximumNumber;
    }

    private ArchivedSample extreme(@Nullable ArchivedSample found, boolean many, boolean doubt, boolean actualTime) {
        if (found == null) {
            return nothing();
        }
        // With its actual time it is a raw value even if it is doubtful: the tables leave Calculated out, Table 23 not.
        boolean raw = actualTime || (found.time() == measures.start() && !doubt);
        int bits = (raw ? HistoryStatus.RAW : HistoryStatus.CALCULATED)
                | (many ? HistoryStatus.MULTI_VALUE : 0)
                | partialBit();
        long time = actualTime ? found.time() : measures.start();
        return new ArchivedSample(time, time, HistoryStatus.with(doubtful(doubt), bits), found.value());
    }

    private ArchivedSample range(@Nullable ArchivedSample minimum, @Nullable ArchivedSample maximum) {
        if (minimum == null || maximum == null) {
            return nothing();
        }
        Value range = Numbers.difference(maximum.value(), minimum.value());
        return range == null ? invalid() : calculated(doubtful(minimumDoubtful() || maximumDoubtful()), range);
    }

    private ArchivedSample extreme2(Extremes found, boolean actualTime) {
        Value value = found.value;
        if (value == null) {
            return nothing();
        }
        int status = statusByTime();
        if (status < 0) {
            return result(HistoryStatus.with(status, partialBit()), Value.NULL);
        }
        boolean atEnd = found.time == measures.end();
        int origin = found.interpolated || (atEnd && actualTime) ? HistoryStatus.INTERPOLATED : HistoryStatus.RAW;
        if (!actualTime && !found.interpolated && found.time != measures.start()) {
            origin = HistoryStatus.CALCULATED;
        }
        int bits = origin | (found.many ? HistoryStatus.MULTI_VALUE : 0) | partialBit();
        long time = !actualTime ? measures.start() : atEnd ? measures.effectiveEnd() : found.time;
        return new ArchivedSample(time, time, HistoryStatus.with(status, bits), value);
    }

    private ArchivedSample range2() {
        Value least = measures.least.value;
        Value greatest = measures.greatest.value;
        if (least == null || greatest == null) {
            return nothing();
        }
        int status = statusByTime();
        if (status < 0) {
            return result(HistoryStatus.with(HistoryStatus.BAD_NO_DATA, partialBit()), Value.NULL);
        }
        Value range = Numbers.difference(greatest, least);
        return range == null ? invalid() : calculated(status, range);
    }

    private ArchivedSample raw(@Nullable ArchivedSample sample) {
        if (sample == null) {
            return nothing();
        }
        int status = HistoryStatus.with(sample.status(), HistoryStatus.RAW | partialBit());
        return new ArchivedSample(sample.time(), sample.time(), status, sample.value());
    }

    @SuppressWarnings("ReferenceEquality") // the same sample of the interval, not an equal one
    private ArchivedSample delta(@Nullable ArchivedSample first, @Nullable ArchivedSample last) {
        if (first == null || last == null) {
            return nothing();
        }
        Value delta = Numbers.difference(last.value(), first.value());
        boolean skipped = first != measures.tally.first || last != measures.tally.last;
        return delta == null ? invalid() : calculated(doubtful(skipped), delta);
    }

    private ArchivedSample startBound() {
        Bound start = measures.startBound();
        return result(HistoryStatus.with(start.statusWithBits(), partialBit()), start.value());
    }

    private ArchivedSample endBound() {
        Bound end = measures.endBound();
        return end.bad()
                ? result(HistoryStatus.with(end.status(), partialBit()), Value.NULL)
                : calculated(end.status(), end.value());
    }

    private ArchivedSample deltaBounds(Bound start, Bound end) {
        if (start.bad() || end.bad()) {
            return result(HistoryStatus.with(HistoryStatus.BAD_NO_DATA, partialBit()), Value.NULL);
        }
        if (Double.isNaN(Numbers.of(start.value())) || Double.isNaN(Numbers.of(end.value()))) {
            return invalid();
        }
        Value delta = Numbers.difference(end.value(), start.value());
        return delta == null ? invalid() : calculated(doubtful(start.severity() > 0 || end.severity() > 0), delta);
    }

    /** The tables set MultipleValues only for what is not good; the text does not say. */
    private ArchivedSample worst(@Nullable Bound bound) {
        Tally tally = measures.tally;
        int boundSeverity = bound == null ? -1 : bound.severity();
        long bads = tally.bad + (boundSeverity == 2 ? 1 : 0);
        long uncertains = tally.uncertain + (boundSeverity == 1 ? 1 : 0);
        if (tally.first == null && bound == null) {
            return nothing();
        }
        int worst = HistoryStatus.GOOD;
        if (bads > 0) {
            worst = firstOf(bound, boundSeverity == 2, tally.firstBad);
        } else if (uncertains > 0) {
            worst = firstOf(bound, boundSeverity == 1, tally.firstUncertain);
        }
        boolean many = bads > 1 || (bads == 0 && uncertains > 1);
        int bits = HistoryStatus.CALCULATED | (many ? HistoryStatus.MULTI_VALUE : 0) | partialBit();
        return result(HistoryStatus.with(HistoryStatus.GOOD, bits), statusCode(worst));
    }

    private static int firstOf(@Nullable Bound bound, boolean boundIsWorst, @Nullable ArchivedSample sample) {
        if (bound != null && boundIsWorst && (sample == null || bound.time() <= sample.time())) {
            return bound.status();
        }
        return sample == null ? HistoryStatus.GOOD : HistoryStatus.code(sample.status());
    }

    /** A StatusCode as a Variant in OPC UA Binary (OPC 10000-6 §5.2.2.16). */
    private static Value statusCode(int status) {
        return Value.encoded(ByteBuffer.allocate(5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(STATUS_CODE)
                .putInt(status)
                .array());
    }

    private double sampleVariance() {
        long numbers = measures.tally.numbers();
        return numbers < 2 ? 0 : measures.tally.squares / (numbers - 1);
    }

    private ArchivedSample spread(double value) {
        Tally tally = measures.tally;
        boolean left = tally.badSeen() || tally.uncertain > 0;
        return tally.numbers() == 0 ? nothing() : calculated(doubtful(left), Value.of(value));
    }
}
