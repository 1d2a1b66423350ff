package dev.pollux.server.source.block;

import java.math.BigInteger;

/**
 * How a value is laid out in the device. Decoded values are Boolean for BIT, String for STRING, Float and Double for
 * the floating point types and BigInteger for every integer, so that no width needs a rule of its own.
 */
public enum RawType {
    BIT(0, 0),
    INT8(8, -1),
    UINT8(8, 1),
    INT16(16, -1),
    UINT16(16, 1),
    INT32(32, -1),
    UINT32(32, 1),
    INT64(64, -1),
    UINT64(64, 1),
    FLOAT32(32, 0),
    FLOAT64(64, 0),
    STRING(0, 0);

    private final int bits;
    private final int sign;

    RawType(int bits, int sign) {
        this.bits = bits;
        this.sign = sign;
    }

    /** Width, 0 for BIT and STRING. */
    public int bits() {
        return bits;
    }

    /** Width in bytes, 0 for BIT and STRING. */
    public int bytes() {
        return bits / 8;
    }

    /** Whether values are whole numbers. */
    public boolean integer() {
        return sign != 0;
    }

    /** Whether the integer has a sign bit. */
    boolean signed() {
        return sign < 0;
    }

    /** Lowest value of an integer type. */
    BigInteger min() {
        return signed() ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
    }

    /** Highest value of an integer type. */
    BigInteger max() {
        return BigInteger.ONE.shiftLeft(signed() ? bits - 1 : bits).subtract(BigInteger.ONE);
    }
}
