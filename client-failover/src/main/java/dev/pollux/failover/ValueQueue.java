package dev.pollux.failover;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/**
 * Values of one subscription that wait for the listener. When full the oldest is dropped, and the next value of its
 * item says so by the Overflow bit, as in a server's queue. Safe for use by many threads.
 */
final class ValueQueue {
    private final int limit;

    // All guarded by this.
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final BitSet overflown = new BitSet();
    private long dropped;

    /** A value and the index of its item. */
    record Waiting(int item, DataValue value) {}

    ValueQueue(int limit) {
        this.limit = limit;
    }

    synchronized void add(int item, DataValue value) {
        if (waiting.size() >= limit) {
            overflown.set(waiting.removeFirst().item());
            dropped++;
        }
        waiting.addLast(new Waiting(item, value));
    }

    /** Takes out at most so many values, oldest first. */
    synchronized List<Waiting> take(int most) {
        return IntStream.range(0, Math.min(most, waiting.size()))
                .mapToObj(i -> next())
                .toList();
    }

    private Waiting next() {
        Waiting oldest = waiting.removeFirst();
        if (!overflown.get(oldest.item())) {
            return oldest;
        }
        overflown.clear(oldest.item());
        DataValue value = oldest.value();
        return new Waiting(oldest.item(), value.withStatus(value.statusCode().withOverflow()));
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized void clear() {
        waiting.clear();
    }

    synchronized long dropped() {
        return dropped;
    }
}
