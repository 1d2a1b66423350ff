package dev.pollux.server.history;

import java.util.Arrays;

/** Numbers as bytes: seven bits in each, the lowest first, small negative numbers as short as small positive ones. */
final class NumberBytes {
    /** Bytes of the longest number. */
    static final int MAX = 10;

    private byte[] bytes;
    private int at;
    private final int end;

    /** To put into. */
    NumberBytes() {
        bytes = new byte[64];
        end = Integer.MAX_VALUE;
    }

    /** To take from. */
    NumberBytes(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return at;
    }

    boolean atEnd() {
        return at == end;
    }

    void put(long number) {
        ensure();
        long left = (number << 1) ^ (number >> 63);
        while ((left & ~0x7FL) != 0) {
            bytes[at++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[at++] = (byte) left;
    }

    void put(boolean flag) {
        put(flag ? 1 : 0);
    }

    void putFixed(int number) {
        ensure();
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[at++] = (byte) (number >> shift);
        }
    }

    private void ensure() {
        if (bytes.length - at < MAX) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }

    static int fixed(byte[] bytes, int at) {
        int number = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            number = (number << 8) | (bytes[at + i] & 0xFF);
        }
        return number;
    }

    /**
     * The next number.
     *
     * @throws IllegalArgumentException if there is none
     */
    long take() {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new IllegalArgumentException("a number is missing at " + at);
            }
            byte next = bytes[at++];
            result |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (result >>> 1) ^ -(result & 1);
            }
        }
        throw new IllegalArgumentException("a number is too long at " + at);
    }

    /** The next number, which must lie in a range. */
    long take(long min, long max) {
        long number = take();
        if (number < min || number > max) {
            throw new IllegalArgumentException(number + " is not in " + min + ".." + max);
        }
        return number;
    }

    boolean takeFlag() {
        return take(0, 1) == 1;
    }
}
