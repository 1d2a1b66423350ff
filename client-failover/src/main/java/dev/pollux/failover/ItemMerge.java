package dev.pollux.failover;

import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Joins the streams of one item from several members into one without loss and without duplicates.
 *
 * <p>Within the stream of one member the order is right by itself. Only at a <em>seam</em>, where the stream of another
 * member (or of a rebuilt subscription) begins, do time stamps decide: what is not newer than the last delivered sample
 * has been delivered before. A seam ends with the first newer sample, or when the time in which queued samples can
 * still arrive is over; after that a source whose clock was set back is believed again. Not safe for many threads.
 */
final class ItemMerge {
    // OPC 10000-4 §7.39.1: InfoType DataValue (bit 10) with Overflow (bit 7).
    private static final long INFO_TYPE_DATA_VALUE = 0x400L;
    private static final long OVERFLOW = 0x80L;
    private static final long OTHER_INFO_BITS = 0x37FL;
    private static final long LOWER_HALF = 0xFFFFL;
    private static final long SEVERITY = 0xC0000000L;

    private @Nullable DataValue last;
    // The newest that is not Bad. A member that loses its device says Bad at a later time than the other one's next
    // good
    // samples have; those must not be taken for old.
    private @Nullable DataValue lastUsable;
    private boolean seam;
    private boolean reachesBack;
    private boolean gap;
    // The newest sample at a seam that is old by its time stamp but differs in quality, e.g. a member that has lost
    // the device: shown once it is certain that nothing newer is queued.
    private @Nullable DataValue otherQuality;

    /** What became of a sample. */
    record Outcome(Optional<DataValue> delivered, boolean duplicate) {
        private static final Outcome DUPLICATE = new Outcome(Optional.empty(), true);
    }

    /** The next sample comes from another member. */
    void beginSeam() {
        seam = last != null;
        reachesBack = false;
        gap = false;
        otherQuality = null;
    }

    /** Takes the next sample of the active member. */
    Outcome accept(DataValue value) {
        DataValue before = last;
        if (before == null) {
            return deliver(withoutOverflow(value));
        }
        if (!seam) {
            return same(before, value) ? Outcome.DUPLICATE : deliver(value);
        }
        DateTime time = time(value);
        DataValue edge = edge(before, value);
        DateTime lastTime = time(edge);
        if (time == null || lastTime == null) {
            return same(before, value) ? Outcome.DUPLICATE : endSeam(value);
        }
        int order = Long.compareUnsigned(time.utcTime(), lastTime.utcTime());
        if (order > 0) {
            return endSeam(value);
        }
        reachesBack = true;
        if (order == 0 && quality(value) != quality(edge)) {
            return deliver(withoutOverflow(value));
        }
        otherQuality = (quality(value) & SEVERITY) == (quality(before) & SEVERITY) ? null : withoutOverflow(value);
        return Outcome.DUPLICATE;
    }

    private DataValue edge(DataValue before, DataValue value) {
        DataValue usable = lastUsable;
        return usable != null
                        && before.statusCode().isBad()
                        && !value.statusCode().isBad()
                ? usable
                : before;
    }

    // Every sample in the ring buffer of a backup has pushed out an older one and says so by the Overflow bit. That
    // matters to nobody if the queue reaches back to what was delivered; if not, samples are missing and the bit stays.
    private Outcome endSeam(DataValue value) {
        seam = false;
        otherQuality = null;
        gap = !reachesBack && value.statusCode().isOverflowSet();
        return deliver(gap ? value : withoutOverflow(value));
    }

    /** Queued samples can no longer arrive. Gives the sample that shows another quality, if one was held back. */
    Optional<DataValue> closeSeam() {
        DataValue held = seam ? otherQuality : null;
        seam = false;
        otherQuality = null;
        if (held != null) {
            deliver(held);
        }
        return Optional.ofNullable(held);
    }

    /** The same without the Overflow bit; limit bits stay. */
    static DataValue withoutOverflow(DataValue value) {
        if (!value.statusCode().isOverflowSet()) {
            return value;
        }
        long code = value.statusCode().value() & ~OVERFLOW;
        return value.withStatus(new StatusCode((code & OTHER_INFO_BITS) == 0 ? code & ~INFO_TYPE_DATA_VALUE : code));
    }

    /** Whether samples are missing before the sample just delivered; says so once. */
    boolean takeGap() {
        boolean was = gap;
        gap = false;
        return was;
    }

    private Outcome deliver(DataValue value) {
        last = value;
        if (!value.statusCode().isBad()) {
            lastUsable = value;
        }
        return new Outcome(Optional.of(value), false);
    }

    private static boolean same(DataValue a, DataValue b) {
        DateTime timeA = time(a);
        DateTime timeB = time(b);
        return timeA != null
                && timeB != null
                && timeA.utcTime() == timeB.utcTime()
                && quality(a) == quality(b)
                && a.value().equals(b.value());
    }

    private static long quality(DataValue value) {
        return value.statusCode().value() & 0xFFFFFFFFL & ~LOWER_HALF;
    }

    private static @Nullable DateTime time(DataValue value) {
        DateTime source = value.sourceTime();
        if (source != null && source.isNotNull()) {
            return source;
        }
        DateTime server = value.serverTime();
        return server != null && server.isNotNull() ? server : null;
    }
}
