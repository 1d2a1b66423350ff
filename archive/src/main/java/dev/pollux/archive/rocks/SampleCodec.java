package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A sample as a few bytes that give it back bit for bit. Its time is not among them: it is part of the key.
 *
 * <p>First byte: bits 0..3 kind of value, bit 4 a status other than Good follows, bit 5 a server time other than
 * the time follows, bits 6..7 version of this layout, 0. Then status as 4 bytes, server time as varint of the
 * zigzagged difference, and the value up to the end ({@link ValueCodec}). The same sample always gives the same
 * bytes, on every station.
 */
public final class SampleCodec {
    private static final int KIND = 0x0F;
    private static final int HAS_STATUS = 0x10;
    private static final int HAS_SERVER_TIME = 0x20;
    private static final int VERSION = 0xC0;
    private static final int HEAD_MAX = 1 + Integer.BYTES + 10;

    private SampleCodec() {}

    /** A bound for what {@link #encode(ArchivedSample, ByteBuffer)} needs. */
    public static int sizeMax(ArchivedSample sample) {
        return HEAD_MAX + ValueCodec.sizeMax(sample.value());
    }

    /** Puts the encoding at the position of a big-endian buffer with {@link #sizeMax} bytes left. */
    public static void encode(ArchivedSample sample, ByteBuffer out) {
        int head = ValueCodec.kind(sample.value());
        if (sample.status() != 0) {
            head |= HAS_STATUS;
        }
        if (sample.serverTime() != sample.time()) {
            head |= HAS_SERVER_TIME;
        }
        out.put((byte) head);
        if (sample.status() != 0) {
            out.putInt(sample.status());
        }
        if (sample.serverTime() != sample.time()) {
            long delta = sample.serverTime() - sample.time();
            putVarint((delta << 1) ^ (delta >> 63), out);
        }
        ValueCodec.put(sample.value(), out);
    }

    /** The encoding by itself. */
    public static byte[] encode(ArchivedSample sample) {
        ByteBuffer out = ByteBuffer.allocate(sizeMax(sample));
        encode(sample, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /**
     * The sample of an encoding.
     *
     * @param length of the encoding, which begins at the first byte
     * @throws ArchiveException if it is none
     */
    public static ArchivedSample decode(long time, byte[] bytes, int length) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
            int head = in.get();
            if ((head & VERSION) != 0) {
                throw new ArchiveException("a sample is of a later layout: use the later version of Pollux");
            }
            int status = (head & HAS_STATUS) == 0 ? 0 : in.getInt();
            long serverTime = time;
            if ((head & HAS_SERVER_TIME) != 0) {
                long zigzag = getVarint(in);
                serverTime += (zigzag >>> 1) ^ -(zigzag & 1);
            }
            return new ArchivedSample(time, serverTime, status, ValueCodec.get(head & KIND, in));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new ArchiveException(
                    "a sample is damaged, " + length + " bytes at " + time + "; " + RocksFault.DAMAGE_REMEDY, e);
        }
    }

    /**
     * Which of two samples of the same series and time stands in a merge: the one with the later server time, else
     * the one with the greater encoding.
     *
     * @return positive if the first stands, negative if the second does, 0 if they are the same
     */
    public static int compare(ArchivedSample first, ArchivedSample second) {
        int byTime = Long.compare(first.serverTime(), second.serverTime());
        return byTime != 0 ? byTime : Arrays.compareUnsigned(encode(first), encode(second));
    }

    /** A hash of one sample; a bucket's hash is the sum over its samples, so their order does not matter. */
    public static long hash(ArchivedSample sample) {
        byte[] bytes = encode(sample);
        return hash(sample.time(), bytes, bytes.length);
    }

    /** The same of a sample that is encoded already. */
    public static long hash(long time, byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        long hash = mix(time + length);
        while (in.remaining() >= Long.BYTES) {
            hash = mix(hash ^ in.getLong());
        }
        long rest = 0;
        while (in.hasRemaining()) {
            rest = (rest << 8) | (in.get() & 0xFF);
        }
        return mix(hash ^ rest);
    }

    /** The finishing step of SplitMix64: each bit of the input moves half of the output's. */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static void putVarint(long value, ByteBuffer out) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long getVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("varint too long");
    }
}
