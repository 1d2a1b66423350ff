package dev.pollux.server.history;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.message.Message.Position;
import dev.pollux.archive.message.MessageLog;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;

/**
 * What is left of a request for past events; a continuation point is this as bytes. As for values nothing is kept for
 * the client, and what it brings back is believed no more than any request.
 *
 * @param from the first place in the log
 * @param to the first place after it
 * @param reverse from the latest to the earliest
 * @param perCall most events in one response; {@link TimeDomain#UNLIMITED} if the client has no wish
 * @param left most events in all
 * @param filter the client's filter as bytes
 */
record EventQuery(Position from, Position to, boolean reverse, long perCall, long left, ByteString filter) {
    static final int BYTES_MAX = 1 << 18;
    private static final int VERSION = 1;
    /** No kind of query for values has this number. */
    private static final int EVENTS = 100;

    private static final int TRAILER = 8;
    private static final int NAME_MAX = 256;

    static EventQuery of(TimeDomain domain, ByteString filter) {
        return new EventQuery(
                Position.before(domain.range().from()),
                Position.before(domain.range().to()),
                domain.reverse(),
                domain.perCall(),
                domain.left(),
                filter);
    }

    /** The next pages of the log. */
    MessageLog.Query pages(int limit) {
        return new MessageLog.Query(from, to, reverse, limit);
    }

    /** What is left when so many have been answered, and the log has been read up to a place. */
    EventQuery rest(MessageLog.Query next, long answered) {
        return new EventQuery(
                next.from(),
                next.to(),
                reverse,
                perCall,
                left == TimeDomain.UNLIMITED ? left : left - answered,
                filter);
    }

    byte[] encode(String node) {
        NumberBytes out = new NumberBytes();
        out.put(VERSION);
        out.put(EVENTS);
        put(from, out);
        put(to, out);
        out.put(reverse);
        out.put(perCall == TimeDomain.UNLIMITED ? 0 : perCall);
        out.put(left == TimeDomain.UNLIMITED ? 0 : left);
        put(filter.bytesOrEmpty(), out);
        return Continuation.seal(out, node);
    }

    /** What a client brought back; empty if it is not one of ours for this node. */
    static Optional<EventQuery> decode(byte[] bytes, String node) {
        int fields = bytes.length - TRAILER;
        if (fields < 2 || bytes.length > BYTES_MAX) {
            return Optional.empty();
        }
        if (NumberBytes.fixed(bytes, bytes.length - Integer.BYTES) != crc(bytes, bytes.length - Integer.BYTES)
                || NumberBytes.fixed(bytes, fields) != crc(node.getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        try {
            NumberBytes in = new NumberBytes(bytes, fields);
            if (in.take() != VERSION || in.take() != EVENTS) {
                return Optional.empty();
            }
            EventQuery query = new EventQuery(
                    position(in),
                    position(in),
                    in.takeFlag(),
                    count(in),
                    count(in),
                    ByteString.of(bytes(in, BYTES_MAX)));
            return in.atEnd() ? Optional.of(query) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int crc(byte[] bytes) {
        return crc(bytes, bytes.length);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static void put(Position at, NumberBytes out) {
        out.put(at.time());
        out.put(at.sequence());
        put(at.station().getBytes(StandardCharsets.UTF_8), out);
    }

    private static Position position(NumberBytes in) {
        return new Position(
                in.take(Ticks.MIN, Ticks.MAX),
                in.take(0, Long.MAX_VALUE),
                new String(bytes(in, NAME_MAX), StandardCharsets.UTF_8));
    }

    private static void put(byte[] bytes, NumberBytes out) {
        out.put(bytes.length);
        for (byte each : bytes) {
            out.put(each);
        }
    }

    private static byte[] bytes(NumberBytes in, int max) {
        byte[] bytes = new byte[(int) in.take(0, max)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) in.take(Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
        return bytes;
    }

    private static long count(NumberBytes in) {
        long count = in.take(0, Long.MAX_VALUE);
        return count == 0 ? TimeDomain.UNLIMITED : count;
    }
}
