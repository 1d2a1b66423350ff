package dev.pollux.archive.aggregate;

import dev.pollux.archive.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers out of values and back into their type. */
final class Numbers {

    private Numbers() {}

    /** The number, or NaN if it is none: a NaN in the archive is no number to reckon with either. */
    static double of(Value value) {
        if (value.content() instanceof Double number) {
            return number;
        }
        return value.isNumber() ? value.number() : Double.NaN;
    }

    /** 0 or 1 for a Boolean, otherwise the number. */
    static double state(Value value) {
        if (value.content() instanceof Boolean on) {
            return on ? 1 : 0;
        }
        return of(value);
    }

    /** A number as a value of a type, integers rounded to the nearest; null if the type cannot hold it. */
    static @Nullable Value as(int type, double number) {
        if (type == Value.DOUBLE) {
            return Value.of(number);
        }
        if (type == Value.FLOAT) {
            return new Value(Value.FLOAT, (float) number);
        }
        return Double.isFinite(number)
                ? integer(
                        type,
                        new BigDecimal(number).setScale(0, RoundingMode.HALF_UP).toBigInteger())
                : null;
    }

    /** The difference of two values of the same type, exact for integers; null if the type cannot hold it. */
    static @Nullable Value difference(Value minuend, Value subtrahend) {
        int type = minuend.type();
        if (type != subtrahend.type() || type == Value.DOUBLE || type == Value.FLOAT) {
            return as(type, of(minuend) - of(subtrahend));
        }
        return integer(type, exact(minuend).subtract(exact(subtrahend)));
    }

    private static BigInteger exact(Value value) {
        if (value.content() instanceof BigInteger number) {
            return number;
        }
        if (value.content() instanceof Number number) {
            return BigInteger.valueOf(number.longValue());
        }
        throw new IllegalStateException("not an integer: " + value);
    }

    private static @Nullable Value integer(int type, BigInteger number) {
        BigInteger min = BigInteger.ZERO;
        BigInteger max;
        int bits = bits(type);
        if (signed(type)) {
            max = BigInteger.ONE.shiftLeft(bits - 1).subtract(BigInteger.ONE);
            min = max.negate().subtract(BigInteger.ONE);
        } else {
            max = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        }
        return number.compareTo(min) < 0 || number.compareTo(max) > 0 ? null : new Value(type, boxed(type, number));
    }

    private static boolean signed(int type) {
        return type == Value.SBYTE || type == Value.INT16 || type == Value.INT32 || type == Value.INT64;
    }

    private static int bits(int type) {
        return switch (type) {
            case Value.SBYTE, Value.BYTE -> 8;
            case Value.INT16, Value.UINT16 -> 16;
            case Value.INT32, Value.UINT32 -> 32;
            case Value.INT64, Value.UINT64 -> 64;
            default -> throw new IllegalArgumentException("not a number: type " + type);
        };
    }

    private static Object boxed(int type, BigInteger number) {
        return switch (type) {
            case Value.SBYTE -> number.byteValueExact();
            case Value.BYTE, Value.INT16 -> number.shortValueExact();
            case Value.UINT16, Value.INT32 -> number.intValueExact();
            case Value.UINT32, Value.INT64 -> number.longValueExact();
            case Value.UINT64 -> number;
            default -> throw new IllegalArgumentException("not a number: type " + type);
        };
    }
}
