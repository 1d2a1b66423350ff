package dev.pollux.failover;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What arrives from a new active member during one move. Safe for use by many threads. */
final class Replay {
    private static final long NONE = Long.MIN_VALUE;

    private final AtomicLong firstValueAt = new AtomicLong(NONE);
    private final LongAdder values = new LongAdder();

    void value(long now) {
        firstValueAt.compareAndSet(NONE, now);
    }

    void replayed() {
        values.increment();
    }

    boolean hasValue() {
        return firstValueAt.get() != NONE;
    }

    /** Monotonic nanoseconds of the first value; meaningless without one. */
    long firstValueAt() {
        return firstValueAt.get();
    }

    long values() {
        return values.sum();
    }
}
