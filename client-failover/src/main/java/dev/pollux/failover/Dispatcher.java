package dev.pollux.failover;

import dev.pollux.failover.link.LinkThreads;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that calls value listeners. Subscriptions with waiting values line up, at most once each, and get
 * equal shares.
 */
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int SHARE = 1000;

    private final LinkedBlockingQueue<ValueStream> lined = new LinkedBlockingQueue<>();
    private final Thread thread = LinkThreads.named("pollux-failover-values").newThread(this::run);
    private volatile boolean closed;

    void start() {
        thread.start();
    }

    /** Lines a subscription up; it sees to it that it stands in line only once. */
    void enqueue(ValueStream stream) {
        lined.add(stream);
    }

    private void run() {
        while (!closed) {
            try {
                lined.take().deliver(SHARE);
            } catch (InterruptedException e) {
                if (closed) {
                    Thread.currentThread().interrupt();
                    return;
                }
                // A listener has interrupted its own thread; that must not end the stream.
                LOG.warn("the thread of the value listeners was interrupted and goes on");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
