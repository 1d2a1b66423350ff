package dev.pollux.server.redundancy.link;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Frames on a serial line: {@code P X}, version, length (2 bytes), check of these (2 bytes), body, CRC-32 of all.
 * Whatever else is on the line is passed over; after a broken frame the next whole one is found. Of one thread.
 */
final class SerialFrames {
    /** Longest body; at 115200 bits in a second it takes a fifth of a second. */
    static final int BODY_MAX = 2_048;

    private static final int HEADER = 7;
    private static final int TRAILER = 4;
    private static final byte VERSION = 1;

    private byte[] pending = new byte[0];
    private long skipped;

    /** One frame. */
    static byte[] frame(byte[] body) {
        if (body.length == 0 || body.length > BODY_MAX) {
            throw new IllegalArgumentException("a frame has 1 to " + BODY_MAX + " bytes, not " + body.length);
        }
        ByteBuffer frame = ByteBuffer.allocate(HEADER + body.length + TRAILER);
        frame.put((byte) 'P').put((byte) 'X').put(VERSION).putShort((short) body.length);
        frame.putShort((short) crc(frame.array(), 0, HEADER - 2));
        frame.put(body);
        frame.putInt((int) crc(frame.array(), 0, HEADER + body.length));
        return frame.array();
    }

    /** Takes what has arrived, in any portions, and gives the bodies of the frames that are whole now. */
    List<byte[]> accept(byte[] bytes, int length) {
        byte[] all = Arrays.copyOf(pending, pending.length + length);
        System.arraycopy(bytes, 0, all, pending.length, length);
        List<byte[]> bodies = new ArrayList<>();
        int at = 0;
        while (all.length - at >= HEADER) {
            int body = bodyLength(all, at);
            if (body == 0) {
                at++;
                skipped++;
                continue;
            }
            int end = at + HEADER + body + TRAILER;
            if (end > all.length) {
                break;
            }
            int expected = ByteBuffer.wrap(all).getInt(end - TRAILER);
            if ((int) crc(all, at, HEADER + body) == expected) {
                bodies.add(Arrays.copyOfRange(all, at + HEADER, end - TRAILER));
                at = end;
            } else {
                // The next frame may begin anywhere after here, also inside of what claimed to be a body.
                at++;
                skipped++;
            }
        }
        pending = Arrays.copyOfRange(all, at, all.length);
        return bodies;
    }

    /** Forgets a frame that has begun. */
    void reset() {
        pending = new byte[0];
    }

    /** Bytes passed over so far. */
    long skipped() {
        return skipped;
    }

    private static int bodyLength(byte[] all, int at) {
        if (all[at] != 'P' || all[at + 1] != 'X' || all[at + 2] != VERSION) {
            return 0;
        }
        ByteBuffer header = ByteBuffer.wrap(all, at, HEADER);
        int length = Short.toUnsignedInt(header.getShort(at + 3));
        boolean whole = header.getShort(at + 5) == (short) crc(all, at, HEADER - 2);
        return whole && length <= BODY_MAX ? length : 0;
    }

    private static long crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return crc.getValue();
    }
}
