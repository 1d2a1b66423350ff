package dev.pollux.plant;

import com.digitalpetri.modbus.server.ModbusServices;
import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.tcp.ModbusTcpCodec;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening Modbus TCP server on one daemon thread, which reads, serves and answers for all connections. */
final class ModbusEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModbusEndpoint.class);
    private static final int CLOSE_SECONDS = 5;

    private final NioEventLoopGroup eventLoop =
            new NioEventLoopGroup(1, new DefaultThreadFactory("pollux-plant-modbus", true));
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<Channel> listener = new AtomicReference<>();
    private final NettyTcpServerTransport transport;

    private ModbusEndpoint(InetSocketAddress bind) {
        transport = NettyTcpServerTransport.create(config -> {
            config.bindAddress = bind.getAddress().getHostAddress();
            config.port = bind.getPort();
            config.eventLoopGroup = eventLoop;
            config.executor = eventLoop;
            config.bootstrapCustomizer = this::customize;
            config.pipelineCustomizer = this::guard;
        });
    }

    /**
     * Listens.
     *
     * @throws IOException with a sentence for the operator if the address cannot be had
     */
    static ModbusEndpoint open(InetSocketAddress bind, ModbusServices services) throws IOException {
        if (bind.isUnresolved()) {
            throw new IOException("Cannot serve Modbus on " + text(bind) + ": the host name is unknown.");
        }
        ModbusEndpoint endpoint = new ModbusEndpoint(bind);
        try {
            ModbusTcpServer.create(
                            endpoint.transport, services, config -> config.setRequestSerializer(new RequestReader()))
                    .start();
            return endpoint;
        } catch (ExecutionException e) {
            endpoint.close();
            throw new IOException(
                    "Cannot serve Modbus on " + text(bind) + ": " + reason(e)
                            + ". Stop the program that has the port, or choose another address or port.",
                    e.getCause());
        } catch (InterruptedException e) {
            endpoint.close();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while opening Modbus on " + text(bind) + ".", e);
        }
    }

    private static String text(InetSocketAddress bind) {
        return bind.getHostString() + ":" + bind.getPort();
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private void customize(ServerBootstrap bootstrap) {
        bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
        bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
        bootstrap.handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                listener.set(channel);
            }
        });
    }

    /** Behind the codec, so that it sees whole requests and the codec's complaints, too. */
    private void guard(ChannelPipeline pipeline) {
        String codec = pipeline.context(ModbusTcpCodec.class).name();
        pipeline.addAfter(codec, "guard", new ConnectionGuard(connections));
    }

    /** The address that is listened on, with the port that was really bound. */
    InetSocketAddress address() {
        Channel channel = listener.get();
        if (channel == null || !(channel.localAddress() instanceof InetSocketAddress address)) {
            throw new IllegalStateException("the Modbus server does not listen");
        }
        return address;
    }

    /** Stops listening and closes all connections; waits a few seconds at most. */
    @Override
    public void close() {
        try {
            transport.unbind().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The Modbus server did not close cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        eventLoop
                .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
