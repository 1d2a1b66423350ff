package dev.pollux.plant;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How one value lies in registers. Numbers travel as double, which holds each of them exactly in this plant. */
public enum RegisterType {
    BIT(1, "boolean"),
    INT16(1, "int16"),
    UINT16(1, "uint16"),
    INT32(2, "int32"),
    UINT32(2, "uint32"),
    INT64(4, "int64"),
    UINT64(4, "uint64"),
    FLOAT32(2, "float"),
    FLOAT64(4, "double"),
    /** Sixteen ASCII characters, padded with zero bytes. */
    STRING16(8, "string");

    private final int registers;
    private final String tagType;

    RegisterType(int registers, String tagType) {
        this.registers = registers;
        this.tagType = tagType;
    }

    /** How many registers (for {@link #BIT}: bits) a value takes. */
    public int registers() {
        return registers;
    }

    /** The tag type that shows the raw value. */
    public String tagType() {
        return tagType;
    }

    /** As written in addresses. */
    public String text() {
        return this == STRING16 ? "STRING(16)" : name();
    }

    /** Whether raw values are whole numbers. */
    boolean whole() {
        return switch (this) {
            case INT16, UINT16, INT32, UINT32, INT64, UINT64 -> true;
            case BIT, FLOAT32, FLOAT64, STRING16 -> false;
        };
    }

    /**
     * Registers of a raw number, high register first. Whole types are rounded and limited to what they can hold.
     *
     * @throws IllegalArgumentException if this is not a numeric type or the number is not finite
     */
    byte[] encode(double raw) {
        if (!Double.isFinite(raw)) {
            throw new IllegalArgumentException("a raw value must be finite, not " + raw);
        }
        ByteBuffer buffer = ByteBuffer.allocate(registers * 2);
        switch (this) {
            case INT16 -> buffer.putShort((short) limit(raw, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> buffer.putShort((short) limit(raw, 0, 0xFFFF));
            case INT32 -> buffer.putInt((int) limit(raw, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> buffer.putInt((int) limit(raw, 0, 0xFFFF_FFFFL));
            case INT64 -> buffer.putLong(limit(raw, Long.MIN_VALUE, Long.MAX_VALUE));
            case UINT64 -> buffer.putLong(limit(raw, 0, Long.MAX_VALUE));
            case FLOAT32 -> buffer.putFloat((float) raw);
            case FLOAT64 -> buffer.putDouble(raw);
            case BIT, STRING16 -> throw new IllegalArgumentException(this + " is not a number");
        }
        return buffer.array();
    }

    private static long limit(double raw, long low, long high) {
        return Math.max(low, Math.min(high, Math.round(raw)));
    }

    /** Registers of a text, cut to sixteen characters; what is not ASCII becomes {@code ?}. */
    static byte[] encode(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return Arrays.copyOf(ascii, STRING16.registers * 2);
    }

    /** The raw number in registers, high register first. */
    double decodeNumber(byte[] registers) {
        ByteBuffer buffer = ByteBuffer.wrap(registers);
        return switch (this) {
            case INT16 -> buffer.getShort();
            case UINT16 -> buffer.getShort() & 0xFFFF;
            case INT32 -> buffer.getInt();
            case UINT32 -> buffer.getInt() & 0xFFFF_FFFFL;
            case INT64 -> buffer.getLong();
            case UINT64 -> new BigInteger(1, registers).doubleValue();
            case FLOAT32 -> buffer.getFloat();
            case FLOAT64 -> buffer.getDouble();
            case BIT, STRING16 -> throw new IllegalArgumentException(this + " is not a number");
        };
    }

    /** The text in registers up to the first zero byte. */
    static String decodeText(byte[] registers) {
        int end = 0;
        while (end < registers.length && registers[end] != 0) {
            end++;
        }
        return new String(registers, 0, end, StandardCharsets.ISO_8859_1);
    }
}
