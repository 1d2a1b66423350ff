package dev.pollux.server.redundancy.sync;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whose turn it is to fill gaps, where there are several partners: two that fill the same gap would do everything
 * twice. The next one looks again at what is still missing. Safe for use by any threads.
 */
public final class Turn {
    private final AtomicReference<Thread> owner = new AtomicReference<>();

    /** Whether the calling thread has it from here on. */
    boolean take() {
        Thread has = owner.get();
        boolean free = has == null || !has.isAlive() || has == Thread.currentThread();
        return free && owner.compareAndSet(has, Thread.currentThread());
    }

    /** Gives it back, if that thread has it. */
    void giveBack(Thread from) {
        owner.compareAndSet(from, null);
    }
}
