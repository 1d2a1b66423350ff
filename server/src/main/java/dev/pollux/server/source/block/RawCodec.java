package dev.pollux.server.source.block;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Between the bytes of a block and raw values. Strings are ISO 8859-1, so that each byte of a device has its character.
 * A string in registers ends at its first NUL and is padded with NUL; an S7 string starts with its maximum and its
 * actual length.
 */
public final class RawCodec {
    private RawCodec() {}

    /**
     * Reads a value out of the bytes of a block.
     *
     * @param address the value, inside of {@code block}
     * @param block the cells that were read
     * @param bytes their content: bits from the least significant of the first byte on, other cells in big endian order
     */
    public static Object decode(PlcAddress address, Block block, byte[] bytes) {
        if (!block.contains(address.cells()) || bytes.length < block.bytes()) {
            throw new IllegalArgumentException(address + " is not in " + bytes.length + " bytes of " + block);
        }
        int offset = address.cells().first() - block.first();
        int cellBits = block.region().table().cellBits();
        if (cellBits == 1) {
            return (bytes[offset / 8] >> (offset % 8) & 1) == 1;
        }
        int from = offset * cellBits / 8;
        byte[] own = address.order()
                .arrange(Arrays.copyOfRange(bytes, from, from + address.cells().bytes()));
        return switch (address.type()) {
            case BIT -> new BigInteger(own).testBit(address.bit());
            case STRING -> string(address, own);
            case FLOAT32 -> ByteBuffer.wrap(own).getFloat();
            case FLOAT64 -> ByteBuffer.wrap(own).getDouble();
            case INT8, INT16, INT32, INT64 -> new BigInteger(own);
            case UINT8, UINT16, UINT32, UINT64 -> new BigInteger(1, own);
        };
    }

    /**
     * The bytes that write a value. A BIT gives one byte, 0 or 1; a bit of a register must be merged by
     * {@link #withBit}.
     *
     * @param rawValue of the class that {@link RawType} names, within the range of the type
     * @return null if a string is too long or has a character that the device cannot hold
     */
    public static byte @Nullable [] encode(PlcAddress address, Object rawValue) {
        return switch (address.type()) {
            case BIT -> new byte[] {(byte) ((Boolean) rawValue ? 1 : 0)};
            case STRING -> stringBytes(address, (String) rawValue);
            case FLOAT32 ->
                address.order()
                        .arrange(ByteBuffer.allocate(4)
                                .putFloat((Float) rawValue)
                                .array());
            case FLOAT64 ->
                address.order()
                        .arrange(ByteBuffer.allocate(8)
                                .putDouble((Double) rawValue)
                                .array());
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 ->
                address.order()
                        .arrange(integerBytes(
                                (BigInteger) rawValue, address.type().bytes()));
        };
    }

    /** The content of one cell with a bit changed. */
    public static byte[] withBit(byte[] cell, int bit, boolean value) {
        byte[] changed = cell.clone();
        int index = changed.length - 1 - bit / 8;
        int mask = 1 << bit % 8;
        changed[index] = (byte) (value ? changed[index] | mask : changed[index] & ~mask);
        return changed;
    }

    private static byte[] integerBytes(BigInteger value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[length - 1 - i] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static boolean inRegisters(PlcAddress address) {
        return address.cells().region().table().cellBits() == 16;
    }

    private static String string(PlcAddress address, byte[] own) {
        if (!inRegisters(address)) {
            // A string that the PLC program never set may carry any lengths: stay inside of what was asked for.
            int length = Math.min(own[1] & 0xFF, Math.min(own[0] & 0xFF, address.length()));
            return new String(own, 2, length, StandardCharsets.ISO_8859_1);
        }
        int length = 0;
        while (length < address.length() && own[length] != 0) {
            length++;
        }
        return new String(own, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static byte @Nullable [] stringBytes(PlcAddress address, String text) {
        boolean representable = text.chars().allMatch(each -> each <= 0xFF && (each != 0 || !inRegisters(address)));
        if (!representable || text.length() > address.length()) {
            return null;
        }
        byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] own = new byte[address.cells().bytes()];
        if (inRegisters(address)) {
            System.arraycopy(characters, 0, own, 0, characters.length);
            return address.order().arrange(own);
        }
        own[0] = (byte) address.length();
        own[1] = (byte) characters.length;
        System.arraycopy(characters, 0, own, 2, characters.length);
        return own;
    }
}
