package dev.pollux.server.space;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of one server. Own ones, so that the station's clients to its partner and the server cannot starve each
 * other. The number of service threads follows the number of requests at work, which sessions and write limits bound.
 */
final class ServerThreads {
    private final EventLoopGroup network = new NioEventLoopGroup(0, new DefaultThreadFactory("pollux-ua-io", true));
    private final ExecutorService services = Executors.newCachedThreadPool(daemons("pollux-ua-"));
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, daemons("pollux-ua-timer-"));

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    EventLoopGroup network() {
        return network;
    }

    ExecutorService services() {
        return services;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Stops all of them; what still runs is interrupted. */
    void close() {
        timer.shutdownNow();
        services.shutdownNow();
        network.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
