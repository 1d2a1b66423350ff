package dev.pollux.server.source.block;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times between attempts to connect: doubled from 200 ms up to 5 s. Longer would save nothing (one refused
 * connection costs a device next to nothing) but keep a plant blind after its PLC is back. A fifth is random, so that
 * two stations do not knock at the same door at the same time. For one thread.
 */
public final class Backoff {
    public static final Duration FIRST = Duration.ofMillis(200);
    public static final Duration MAX = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private Duration next = FIRST;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** How long to wait now; the next wait is longer. */
    public Duration next() {
        Duration now = next;
        next = now.multipliedBy(2).compareTo(MAX) > 0 ? MAX : now.multipliedBy(2);
        return Duration.ofNanos((long) (now.toNanos() * (0.9 + 0.2 * random.nextDouble())));
    }

    /** Starts with the shortest wait again. */
    public void reset() {
        next = FIRST;
    }
}
