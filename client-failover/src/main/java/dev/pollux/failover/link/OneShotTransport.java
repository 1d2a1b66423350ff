package dev.pollux.failover.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.core.util.Unit;
import org.eclipse.milo.opcua.stack.transport.client.AbstractUascClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.ClientApplicationContext;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.eclipse.milo.opcua.stack.transport.client.uasc.ClientSecureChannel;
import org.eclipse.milo.opcua.stack.transport.client.uasc.InboundUascResponseHandler.DelegatingUascResponseHandler;
import org.eclipse.milo.opcua.stack.transport.client.uasc.UascClientAcknowledgeHandler;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection with one secure channel, and never a second one. The stock transport reconnects on its own with
 * pauses of up to 16 s; here the failover loop decides when to try again, and with a fresh client.
 */
final class OneShotTransport extends AbstractUascClientTransport {
    private final OpcTcpClientTransportConfig transportConfig;
    private final CompletableFuture<Channel> secured = new CompletableFuture<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    private volatile Consumer<PublishResponse> publishes = response -> {};

    // Guarded by this: a connection that is opened while it is closed must not stay behind.
    private @Nullable Channel channel;
    private boolean ended;

    OneShotTransport(OpcTcpClientTransportConfig config) {
        super(config);
        this.transportConfig = config;
    }

    @Override
    public OpcTcpClientTransportConfig getConfig() {
        return transportConfig;
    }

    /** Completes with the reason when the connection is closed, by whomever. */
    CompletableFuture<String> closed() {
        return closed;
    }

    /** Opens the connection; resolves the host name in the calling thread. */
    @Override
    public CompletableFuture<Unit> connect(ClientApplicationContext application) {
        String url = application.getEndpoint().getEndpointUrl();
        String host = EndpointUtil.getHost(url);
        if (host == null) {
            return failed(new UaException(StatusCodes.Bad_TcpEndpointUrlInvalid, "no host in '" + url + "'"));
        }
        InetSocketAddress address = new InetSocketAddress(host, EndpointUtil.getPort(url));
        if (address.isUnresolved()) {
            return failed(new UaException(
                    StatusCodes.Bad_CommunicationError, "host '" + host + "' of '" + url + "' cannot be resolved"));
        }
        CompletableFuture<ClientSecureChannel> handshake = new CompletableFuture<>();
        ChannelFuture opening = bootstrap(application, handshake).connect(address);
        if (!keep(opening.channel())) {
            var unused = opening.channel().close();
        }
        opening.addListener(future -> {
            if (!future.isSuccess()) {
                handshake.completeExceptionally(
                        new UaException(StatusCodes.Bad_ConnectionRejected, reason(future.cause())));
            }
        });
        opening.channel().closeFuture().addListener(future -> {
            handshake.completeExceptionally(new UaException(StatusCodes.Bad_ConnectionClosed, "connection closed"));
            closed.complete("connection closed");
        });
        var unusedToo = handshake.whenComplete((secureChannel, failure) -> {
            if (failure != null) {
                secured.completeExceptionally(failure);
                end();
            } else {
                secured.complete(secureChannel.getChannel());
            }
        });
        return secured.thenApply(ready -> Unit.VALUE);
    }

    private Bootstrap bootstrap(
            ClientApplicationContext application, CompletableFuture<ClientSecureChannel> handshake) {
        return new Bootstrap()
                .channel(NioSocketChannel.class)
                .group(transportConfig.getEventLoop())
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        transportConfig.getConnectTimeout().intValue())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel opened) {
                        opened.pipeline()
                                .addLast(new DelegatingUascResponseHandler(OneShotTransport.this))
                                .addLast(new UascClientAcknowledgeHandler(
                                        transportConfig, application, requestId::getAndIncrement, handshake));
                    }
                });
    }

    private synchronized boolean keep(Channel opened) {
        channel = opened;
        return !ended;
    }

    private static String reason(Throwable cause) {
        String text = cause.getMessage();
        return text == null ? cause.getClass().getSimpleName().toLowerCase(Locale.ROOT) : text;
    }

    private CompletableFuture<Unit> failed(UaException failure) {
        secured.completeExceptionally(failure);
        closed.complete(failure.getMessage());
        return CompletableFuture.failedFuture(failure);
    }

    /** Where publish responses go, strictly in the order of arrival, one at a time. */
    void onPublish(Consumer<PublishResponse> receiver) {
        publishes = receiver;
    }

    // The future of a request alone would not keep the order: a fast response may complete before anybody listens.
    @Override
    public void handleResponse(long requestId, UaResponseMessageType response) {
        if (response instanceof PublishResponse publish) {
            publishResponseQueue.submit(() -> publishes.accept(publish));
        }
        super.handleResponse(requestId, response);
    }

    /** Closes the connection at once. Requests under way fail with Bad_ConnectionClosed. */
    void end() {
        Channel open;
        synchronized (this) {
            ended = true;
            open = channel;
        }
        if (open == null) {
            secured.completeExceptionally(new UaException(StatusCodes.Bad_ConnectionClosed, "connection closed"));
            closed.complete("connection closed");
        } else {
            var unused = open.close();
        }
    }

    @Override
    public CompletableFuture<Unit> disconnect() {
        end();
        return closed.thenApply(reason -> Unit.VALUE);
    }

    @Override
    protected CompletableFuture<Channel> getChannel() {
        return secured;
    }
}
