package dev.pollux.server.source.plc;

import dev.pollux.server.project.DeviceConfig;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.apache.plc4x.java.api.exceptions.PlcConnectionException;
import org.apache.plc4x.java.spi.connection.ChannelFactory;

/**
 * The TCP channel of one connection, with a daemon event loop of its own that ends with the channel. PLC4X's own
 * factory prints a stack trace for each refused connection, cannot be interrupted and waits two seconds for its event
 * loop.
 */
final class DeviceChannels implements ChannelFactory {
    private final DeviceConfig device;

    DeviceChannels(DeviceConfig device) {
        this.device = device;
    }

    @Override
    @SuppressWarnings(
            "FutureReturnValueIgnored") // Of closing: nobody waits for it, and it cannot fail in a way that matters.
    public Channel createChannel(ChannelHandler handler) throws PlcConnectionException {
        EventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("pollux-plc-" + device.name(), true));
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        device.connectTimeout().toMillis())
                .handler(handler)
                .connect(InetSocketAddress.createUnresolved(device.host(), device.port()));
        Channel channel = connecting.channel();
        channel.closeFuture().addListener(closed -> {
            // The quiet period leaves the last events of the channel their thread.
            loop.shutdownGracefully(50, 1000, TimeUnit.MILLISECONDS);
        });
        try {
            connecting.await();
        } catch (InterruptedException interrupt) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new PlcConnectionException("interrupted", interrupt);
        }
        if (!connecting.isSuccess()) {
            channel.close();
            throw new PlcConnectionException(String.valueOf(connecting.cause().getMessage()), connecting.cause());
        }
        return channel;
    }

    @Override
    public void initializePipeline(ChannelPipeline pipeline) {
        pipeline.addLast(new TimerGuard());
    }

    @Override
    public boolean isPassive() {
        return false;
    }
}
