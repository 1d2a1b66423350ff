package dev.pollux.failover.link;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.HashedWheelTimer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads under the connections of one client, apart from those that other users of Milo share in this process, so
 * that neither starves the other. All are daemons.
 */
public final class LinkThreads implements AutoCloseable {
    private static final int IO_THREADS = 8;
    private static final int CONNECTS_AT_ONCE = 32;
    private static final int CALLBACK_THREADS = 4;

    private final ThreadPoolExecutor io = pool("pollux-failover-io", IO_THREADS);
    private final ExecutorService callbacks = pool("pollux-failover-callback", CALLBACK_THREADS);
    // Name resolution blocks for many seconds when a name server is gone; it must hold up nobody else.
    private final ExecutorService connects = new ThreadPoolExecutor(
            0, CONNECTS_AT_ONCE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), named("pollux-failover-connect"));
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1, named("pollux-failover-timer"));
    private final EventLoopGroup network = new NioEventLoopGroup(2, named("pollux-failover-net"));
    private final HashedWheelTimer wheel =
            new HashedWheelTimer(named("pollux-failover-wheel"), 20, TimeUnit.MILLISECONDS);

    /** Makes daemon threads named {@code name-1}, {@code name-2}, and so on. */
    public static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    // The queue has no limit of its own: it holds at most what is under way on the wire, which is limited.
    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    ExecutorService io() {
        return io;
    }

    ExecutorService connects() {
        return connects;
    }

    /** Where futures handed to the application complete, so that a blocking application stops nothing else. */
    public ExecutorService callbacks() {
        return callbacks;
    }

    /** For small work that may block, like writing a file. */
    public ExecutorService background() {
        return connects;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    EventLoopGroup network() {
        return network;
    }

    HashedWheelTimer wheel() {
        return wheel;
    }

    @Override
    public void close() {
        // The stack's own state machines go on for a moment after their connection is gone; nobody waits for that.
        io.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        wheel.stop();
        timer.shutdownNow();
        var unused = network.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS);
        connects.shutdown();
        io.shutdown();
        callbacks.shutdown();
    }
}
