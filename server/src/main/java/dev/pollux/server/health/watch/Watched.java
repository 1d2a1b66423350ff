package dev.pollux.server.health.watch;

import dev.pollux.server.health.Component;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A component and how to deal with it. The calls must not block.
 *
 * @param component name, limit, remedy
 * @param beat any number that changes while the component lives
 * @param ask is called before each look
 * @param startAnew the remedy of a component that can be started anew alone
 * @param ill is told when the component has made the station go into Fault, with the age of its last sign in seconds
 */
public record Watched(Component component, LongSupplier beat, Runnable ask, Runnable startAnew, Consumer<Long> ill) {
    /** A component that gives its signs by itself. */
    public static Watched beating(Component component, LongSupplier beat) {
        return new Watched(component, beat, () -> {}, () -> {}, seconds -> {});
    }

    /**
     * A component that is asked to run something.
     *
     * @param ask passes what it is given to the component's threads and returns at once
     */
    public static Watched asked(Component component, Consumer<Runnable> ask) {
        AtomicLong answers = new AtomicLong();
        AtomicBoolean asked = new AtomicBoolean();
        return new Watched(
                component,
                answers::get,
                () -> {
                    if (asked.compareAndSet(false, true)) {
                        try {
                            ask.accept(() -> {
                                answers.incrementAndGet();
                                asked.set(false);
                            });
                        } catch (RejectedExecutionException ended) {
                            asked.set(false);
                        }
                    }
                },
                () -> {},
                seconds -> {});
    }

    /** The same with a way to start it anew. */
    public Watched startedAnewBy(Runnable remedy) {
        return new Watched(component, beat, ask, remedy, ill);
    }

    /** The same with somebody who is told when it made the station go into Fault. */
    public Watched whenIll(Consumer<Long> told) {
        return new Watched(component, beat, ask, startAnew, told);
    }
}
