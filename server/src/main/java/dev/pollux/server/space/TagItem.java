package dev.pollux.server.space;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.core.NumericRange;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * One monitored item of a tag. An item that samples at least twice as slowly as the device is polled gets at most one
 * value in each of its intervals, and always the last one.
 */
final class TagItem {
    private final DataItem item;
    private final @Nullable NumericRange range;
    private final long pollNanos;
    // The state below is guarded by this: device workers offer, the timer flushes, services change the mode.
    private long intervalNanos;
    private boolean started;
    private long offeredAt;
    private @Nullable DataValue pending;
    private boolean flushing;

    /** Arranges that {@link #flush} is called after a delay. */
    @FunctionalInterface
    interface Timer {
        void flushLater(TagItem item, long delayNanos);
    }

    TagItem(DataItem item, @Nullable NumericRange range, long pollNanos) {
        this.item = item;
        this.range = range;
        this.pollNanos = pollNanos;
        modified();
    }

    DataItem item() {
        return item;
    }

    /** The client changed the sampling interval. */
    synchronized void modified() {
        long nanos = (long) (item.getSamplingInterval() * TimeUnit.MILLISECONDS.toNanos(1));
        intervalNanos = nanos >= 2 * pollNanos ? nanos : 0;
    }

    /** The client enabled or disabled the item: an enabled one starts with the current value. */
    synchronized void modeChanged(Supplier<DataValue> current, long now) {
        if (item.isSamplingEnabled()) {
            start(current, now);
        } else {
            started = false;
            pending = null;
        }
    }

    /** Gives the first value, unless a newer one was already offered by a device worker. */
    synchronized void start(Supplier<DataValue> current, long now) {
        if (!started && item.isSamplingEnabled()) {
            set(current.get(), now);
        }
    }

    /** Takes a new value. */
    synchronized void offer(DataValue value, long now, Timer timer) {
        if (!item.isSamplingEnabled()) {
            return;
        }
        if (intervalNanos == 0 || !started || now - offeredAt >= intervalNanos) {
            set(value, now);
            return;
        }
        pending = value;
        if (!flushing) {
            flushing = true;
            timer.flushLater(this, offeredAt + intervalNanos - now);
        }
    }

    /** The interval is over. */
    synchronized void flush(long now) {
        flushing = false;
        DataValue last = pending;
        if (last != null && item.isSamplingEnabled()) {
            set(last, now);
        }
    }

    private void set(DataValue value, long now) {
        started = true;
        offeredAt = now;
        pending = null;
        item.setValue(range == null ? value : cut(value, range));
    }

    private static DataValue cut(DataValue value, NumericRange range) {
        if (value.value().isNull()) {
            return value;
        }
        try {
            return value.copy()
                    .setValue(Variant.of(NumericRange.readFromValueAtRange(value.value(), range)))
                    .build();
        } catch (UaException e) {
            return new DataValue(Variant.NULL_VALUE, e.getStatusCode(), value.sourceTime(), value.serverTime());
        }
    }
}
