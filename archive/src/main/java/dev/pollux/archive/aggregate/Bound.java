package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;

/**
 * The value of a series at an instant, whether a sample stands there or not (OPC 10000-13 §3.1.7).
 *
 * @param status Bad_NoData where there is none; otherwise good or uncertain, without information bits
 * @param value null if the status is bad
 * @param interpolated no sample stands there
 */
record Bound(long time, int status, Value value, boolean interpolated) {
    static Bound none(long time) {
        return new Bound(time, HistoryStatus.BAD_NO_DATA, Value.NULL, false);
    }

    static Bound raw(ArchivedSample sample) {
        return new Bound(sample.time(), HistoryStatus.code(sample.status()), sample.value(), false);
    }

    /** The value of a sample before, held until here. */
    static Bound held(long time, ArchivedSample before, boolean doubtful) {
        int status = doubtful || !before.good() ? HistoryStatus.UNCERTAIN_DATA_SUB_NORMAL : HistoryStatus.GOOD;
        return new Bound(time, status, before.value(), true);
    }

    /**
     * The point at an instant on the line through two samples, before or after them. Where one of them is no number, or
     * the type cannot hold the point, the first one's value is all there is.
     */
    static Bound onLine(long time, ArchivedSample one, ArchivedSample other, boolean doubtful) {
        double from = Numbers.of(one.value());
        double number = from + (Numbers.of(other.value()) - from) * (time - one.time()) / (other.time() - one.time());
        Value value = Double.isNaN(number) ? null : Numbers.as(one.value().type(), number);
        if (value == null) {
            return held(time, one, true);
        }
        boolean certain = !doubtful && one.good() && other.good();
        return new Bound(time, certain ? HistoryStatus.GOOD : HistoryStatus.UNCERTAIN_DATA_SUB_NORMAL, value, true);
    }

    /** 0 good, 1 uncertain, 2 bad. */
    int severity() {
        return Math.min(status >>> 30, 2);
    }

    boolean bad() {
        return status < 0;
    }

    /** The status with the bit that says where the value comes from. */
    int statusWithBits() {
        return HistoryStatus.with(status, interpolated ? HistoryStatus.INTERPOLATED : HistoryStatus.RAW);
    }
}
