package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers changes and hands them in groups to one thread, the only one that writes. A group is what has come
 * within an interval since the group before, or enough samples; so a lone change is written at once, and many
 * share one sync.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** Samples in one group; more would make the sync no cheaper for each. */
    private static final int GROUP_MAX = 20_000;

    /** Where groups go. Completes all futures of the group, in whatever way. */
    @FunctionalInterface
    interface Sink {
        void write(List<Pending<?>> group);
    }

    private final long intervalNanos;
    private final int pendingMax;
    private final Sink sink;
    private final Thread writer;

    /** Guards all below: callers add, the writer takes. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Pending<?>> waiting = new ArrayDeque<>();
    private long waitingSamples;
    private long pendingSamples;
    private boolean closed;

    GroupCommit(String threadName, Duration interval, int pendingMax, Sink sink) {
        this.intervalNanos = interval.toNanos();
        this.pendingMax = pendingMax;
        this.sink = sink;
        this.writer = new Thread(this::run, threadName);
        writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    /**
     * Adds a change; waits while more than the bound is pending.
     *
     * @param samples how much the change is, for the bound
     */
    <T> CompletableFuture<T> submit(Change<T> change, int samples) {
        lock.lock();
        try {
            // What the writer itself asks for, in a future's continuation, must not wait for the writer.
            while (!closed
                    && pendingSamples > 0
                    && pendingSamples + samples > pendingMax
                    && Thread.currentThread() != writer) {
                changed.await();
            }
            if (closed) {
                return refused("the archive is closed: nothing can be stored any more");
            }
            Pending<T> pending = new Pending<>(change, samples, () -> settle(samples));
            waiting.add(pending);
            waitingSamples += samples;
            pendingSamples += samples;
            changed.signalAll();
            return pending.future();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused("interrupted while the archive was too busy to take more");
        } finally {
            lock.unlock();
        }
    }

    private static <T> CompletableFuture<T> refused(String why) {
        return CompletableFuture.failedFuture(new ArchiveException(why));
    }

    /** Samples taken and neither stored nor refused yet. */
    long pendingSamples() {
        lock.lock();
        try {
            return pendingSamples;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long begun = System.nanoTime() - intervalNanos;
        for (List<Pending<?>> group = next(begun); group != null; group = next(begun)) {
            begun = System.nanoTime();
            try {
                sink.write(group);
            } catch (RuntimeException | Error e) {
                // A defect of ours; the callers must hear of it, and the next group may go well.
                group.forEach(pending -> pending.fail(new ArchiveException("the archive failed: " + e, e)));
            }
        }
    }

    /** The next group; null at the end. */
    private @Nullable List<Pending<?>> next(long begun) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            gather(begun);
            if (waiting.isEmpty()) {
                return null;
            }
            List<Pending<?>> group = new ArrayList<>();
            long samples = 0;
            while (!waiting.isEmpty()
                    && (group.isEmpty() || samples + waiting.peek().samples() <= GROUP_MAX)) {
                Pending<?> first = waiting.remove();
                samples += first.samples();
                group.add(first);
            }
            waitingSamples -= samples;
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void gather(long begun) {
        long left = begun + intervalNanos - System.nanoTime();
        try {
            while (left > 0 && waitingSamples < GROUP_MAX && !closed) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt the writer, it ends by close. Write what there is, and go on.
            LOG.warn("the writer was interrupted, which is no way to end it");
        }
    }

    private void settle(int samples) {
        lock.lock();
        try {
            pendingSamples -= samples;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is waiting, then ends the writer. */
    @Override
    public void close() {
        if (Thread.currentThread() == writer) {
            throw new IllegalStateException("an archive cannot be closed from what follows on an append");
        }
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
