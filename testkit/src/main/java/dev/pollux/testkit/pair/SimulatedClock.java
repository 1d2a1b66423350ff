package dev.pollux.testkit.pair;

import java.time.Duration;
import java.util.PriorityQueue;

/** Simulated time with the actions that are due. One thread; actions at the same instant run in the order they came. */
final class SimulatedClock {
    private record Due(long at, long order, Runnable action) {}

    private final PriorityQueue<Due> queue = new PriorityQueue<>((one, other) ->
            one.at() == other.at() ? Long.compare(one.order(), other.order()) : Long.compare(one.at(), other.at()));
    private long now;
    private long order;

    long nanos() {
        return now;
    }

    Duration time() {
        return Duration.ofNanos(now);
    }

    void after(Duration delay, Runnable action) {
        queue.add(new Due(now + delay.toNanos(), order++, action));
    }

    /** Runs everything that falls due in the next {@code span}; calls {@code afterEach} after every action. */
    void run(Duration span, Runnable afterEach) {
        long end = now + span.toNanos();
        for (Due next = queue.peek(); next != null && next.at() <= end; next = queue.peek()) {
            queue.remove();
            now = next.at();
            next.action().run();
            afterEach.run();
        }
        now = end;
    }
}
