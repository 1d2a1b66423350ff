package dev.pollux.server.source.plc;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Map;
import org.apache.plc4x.java.spi.Plc4xNettyWrapper;

/**
 * Stops the timer of a connection however the connection ends. PLC4X stops it only if this side closes the channel
 * first; a timer that is left behind is a thread that no daemon is and that lives for ever.
 */
final class TimerGuard extends ChannelInboundHandlerAdapter {
    @Override
    public void channelUnregistered(ChannelHandlerContext context) throws Exception {
        // The last event before netty empties the pipeline. Closing the wrapper is the public way to its timer, and
        // closing twice does no harm.
        for (Map.Entry<String, ChannelHandler> each : context.pipeline()) {
            if (each.getValue() instanceof Plc4xNettyWrapper<?> wrapper) {
                wrapper.close(context.pipeline().context(wrapper), context.newPromise());
            }
        }
        super.channelUnregistered(context);
    }
}
