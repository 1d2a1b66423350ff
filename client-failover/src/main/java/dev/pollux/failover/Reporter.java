package dev.pollux.failover;

import dev.pollux.failover.link.LinkThreads;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the failover listeners, in order, on a thread of its own. Safe for use by many threads. */
final class Reporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final int WAITING_MAX = 10_000;

    private final List<FailoverListener> listeners = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            LinkThreads.named("pollux-failover-report"));

    void add(FailoverListener listener) {
        listeners.add(listener);
    }

    void remove(FailoverListener listener) {
        listeners.remove(listener);
    }

    void tell(Consumer<FailoverListener> news) {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            thread.execute(() -> listeners.forEach(listener -> {
                try {
                    news.accept(listener);
                } catch (RuntimeException e) {
                    LOG.error("failover listener failed", e);
                }
            }));
        } catch (RejectedExecutionException e) {
            LOG.warn(
                    "failover listeners are {} reports behind, one report is dropped",
                    thread.getQueue().size());
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
