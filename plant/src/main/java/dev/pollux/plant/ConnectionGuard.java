package dev.pollux.plant;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sits in each connection and bounds what a client can cost: the number of connections, and the requests of one
 * connection that wait for their answers to leave. Beyond that, a connection is closed at once or not read from. A
 * broken connection costs one line in the log.
 */
final class ConnectionGuard extends ChannelDuplexHandler {
    static final int CONNECTIONS_MAX = 64;

    private static final int WAITING_MAX = 32;
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);

    /** Shared by all connections of one server. */
    private final AtomicInteger connections;

    /** Only touched on the event loop. */
    private int waiting;

    ConnectionGuard(AtomicInteger connections) {
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        // Not channelInactive: the library's first handler does not pass it on.
        context.channel().closeFuture().addListener(closed -> connections.decrementAndGet());
        if (connections.incrementAndGet() > CONNECTIONS_MAX) {
            LOG.warn("Closing the connection of {}: there are {} already", peer(context), CONNECTIONS_MAX);
            close(context);
            return;
        }
        LOG.debug("{} connected", peer(context));
        super.channelActive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object request) throws Exception {
        waiting++;
        if (waiting >= WAITING_MAX) {
            context.channel().config().setAutoRead(false);
        }
        super.channelRead(context, request);
    }

    @Override
    public void write(ChannelHandlerContext context, Object answer, ChannelPromise promise) throws Exception {
        ChannelPromise sent = promise.unvoid();
        sent.addListener(done -> {
            waiting--;
            if (waiting < WAITING_MAX) {
                context.channel().config().setAutoRead(true);
            }
        });
        super.write(context, answer, sent);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.info("Closing the connection of {}: {}", peer(context), cause.toString());
        close(context);
    }

    private static void close(ChannelHandlerContext context) {
        context.close().addListener(closed -> LOG.debug("Closed the connection of {}", peer(context)));
    }

    private static Object peer(ChannelHandlerContext context) {
        return context.channel().remoteAddress();
    }
}
