package dev.pollux.server.source.block;

/**
 * Order of the bytes of a value in registers; A is the most significant of four. Modbus itself only fixes the order
 * within one register, so that devices differ.
 */
public enum WordOrder {
    /** Big endian: what most devices do. */
    ABCD,
    /** Words swapped. */
    CDAB,
    /** Bytes swapped within each word. */
    BADC,
    /** Little endian. */
    DCBA;

    /** The bytes put into big endian order, or back: each order is its own inverse. */
    byte[] arrange(byte[] bytes) {
        byte[] arranged = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            arranged[i] = bytes[from(i, bytes.length)];
        }
        return arranged;
    }

    private int from(int index, int length) {
        return switch (this) {
            case ABCD -> index;
            case CDAB -> length - 2 - (index & ~1) + (index & 1);
            case BADC -> index ^ 1;
            case DCBA -> length - 1 - index;
        };
    }
}
