package dev.pollux.server.history;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Lets so many requests work in the archive at a time, in the order they came; the others wait on their own threads,
 * which are those of the services, never those of the network.
 */
final class HistoryGate {
    private final HistoryLimits limits;
    private final Semaphore places;
    private final AtomicInteger waiting = new AtomicInteger();

    HistoryGate(HistoryLimits limits) {
        this.limits = limits;
        places = new Semaphore(limits.requestsAtOnce(), true);
    }

    /** What is done inside. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws UaException;
    }

    /** Does the work when there is a place. */
    <T> T pass(Work<T> work) throws UaException {
        enter();
        try {
            return work.run();
        } finally {
            places.release();
        }
    }

    private void enter() throws UaException {
        if (places.tryAcquire()) {
            return;
        }
        if (waiting.incrementAndGet() > limits.requestsWaiting()) {
            waiting.decrementAndGet();
            throw new UaException(
                    StatusCodes.Bad_TooManyOperations,
                    limits.requestsWaiting() + " requests for history wait already; come again later");
        }
        try {
            if (!places.tryAcquire(limits.waitMax().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UaException(
                        StatusCodes.Bad_Timeout,
                        "the archive was busy with earlier requests for "
                                + limits.waitMax().toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UaException(StatusCodes.Bad_Shutdown, e);
        } finally {
            waiting.decrementAndGet();
        }
    }
}
