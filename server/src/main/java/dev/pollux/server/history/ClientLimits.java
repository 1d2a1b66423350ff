package dev.pollux.server.history;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;

/**
 * How large a response a client takes, from the Hello message that opens its connection (OPC 10000-6 §7.1.2.3). The
 * stack keeps that to itself and answers a fault if a response turns out larger.
 *
 * @param messageBytes of a response before security; {@link Integer#MAX_VALUE} without a bound
 */
public record ClientLimits(int messageBytes) {
    private static final AttributeKey<ClientLimits> KEY = AttributeKey.valueOf("pollux-client-limits");
    /** Everybody takes that much (OPC 10000-6 §7.1.2.3 asks for 8,192 bytes in each direction). */
    private static final ClientLimits UNKNOWN = new ClientLimits(8_192);
    /** Headers, padding and signature of a chunk under any policy. */
    private static final int CHUNK_OVERHEAD = 512;

    private static final int CHUNK_BYTES_MAX = 65_535;

    /** What the client at the other end of a connection takes. */
    public static ClientLimits of(Channel channel) {
        ClientLimits limits = channel.attr(KEY).get();
        return limits == null ? UNKNOWN : limits;
    }

    /** A fresh handler that listens to one connection's first message; goes before all others. */
    public static ChannelInboundHandlerAdapter listener() {
        return new Listener();
    }

    /**
     * Of a Hello message.
     *
     * @param receiveBuffer bytes of a chunk that the client takes
     * @param message bytes of a message that it takes, 0 for any
     * @param chunks of a message that it takes, 0 for any
     */
    static ClientLimits of(long receiveBuffer, long message, long chunks) {
        long byMessage = message == 0 ? Integer.MAX_VALUE : message;
        long payload = Math.max(1, Math.min(receiveBuffer, CHUNK_BYTES_MAX) - CHUNK_OVERHEAD);
        long byChunks = chunks == 0 ? Integer.MAX_VALUE : chunks * payload;
        return new ClientLimits((int) Math.min(Integer.MAX_VALUE, Math.min(byMessage, byChunks)));
    }

    /** Copies the first bytes of a connection as they pass. */
    private static final class Listener extends ChannelInboundHandlerAdapter {
        private static final int HEADER = 8;
        private static final int NEEDED = HEADER + 5 * Integer.BYTES;
        private static final int RECEIVE_BUFFER = HEADER + Integer.BYTES;
        private static final int MESSAGE = HEADER + 3 * Integer.BYTES;
        private static final int CHUNKS = HEADER + 4 * Integer.BYTES;

        private final byte[] first = new byte[NEEDED];
        private int size;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof ByteBuf bytes && size < NEEDED) {
                int more = Math.min(NEEDED - size, bytes.readableBytes());
                bytes.getBytes(bytes.readerIndex(), first, size, more);
                size += more;
                if (size == NEEDED) {
                    context.channel().attr(KEY).set(of(number(RECEIVE_BUFFER), number(MESSAGE), number(CHUNKS)));
                    context.pipeline().remove(this);
                }
            }
            context.fireChannelRead(message);
        }

        private long number(int at) {
            long number = 0;
            for (int i = Integer.BYTES - 1; i >= 0; i--) {
                number = (number << 8) | (first[at + i] & 0xFF);
            }
            return number;
        }
    }
}
