package dev.pollux.archive;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value with its OPC UA type, complete enough to give back exactly what was archived: a null is told from an empty
 * text, an Int16 from an Int32, one NaN from another.
 *
 * <p>The types Boolean to DateTime (identifiers 1 to 13, OPC 10000-6 §5.1.2) are kept as Java values: {@code Boolean,
 * Byte, Short} (Byte), {@code Short, Integer} (UInt16), {@code Integer, Long} (UInt32), {@code Long, BigInteger}
 * (UInt64), {@code Float, Double, String, Long} ({@link Ticks}, DateTime). Everything else (other types, arrays,
 * matrices, structures) is kept as the OPC UA Binary encoding of its Variant, an {@link Encoded}.
 *
 * @param type identifier of the built-in type 1..13; 0 for the null Variant; {@link #ENCODED}
 * @param content null for the null Variant and for a null String
 */
public record Value(int type, @Nullable Object content) {
    public static final int BOOLEAN = 1;
    public static final int SBYTE = 2;
    public static final int BYTE = 3;
    public static final int INT16 = 4;
    public static final int UINT16 = 5;
    public static final int INT32 = 6;
    public static final int UINT32 = 7;
    public static final int INT64 = 8;
    public static final int UINT64 = 9;
    public static final int FLOAT = 10;
    public static final int DOUBLE = 11;
    public static final int STRING = 12;
    public static final int DATE_TIME = 13;

    /** Type of a value that is kept as the binary encoding of its Variant. No built-in type has this number. */
    public static final int ENCODED = 31;

    private static final Class<?>[] CLASSES = {
        Void.class,
        Boolean.class,
        Byte.class,
        Short.class,
        Short.class,
        Integer.class,
        Integer.class,
        Long.class,
        Long.class,
        BigInteger.class,
        Float.class,
        Double.class,
        String.class,
        Long.class
    };

    /** The null Variant: a bad sample mostly. Stands after CLASSES, which making it needs. */
    public static final Value NULL = new Value(0, null);

    public Value {
        boolean fits = type == ENCODED
                ? content instanceof Encoded
                : type >= 0
                        && type < CLASSES.length
                        && (content == null ? type == 0 || type == STRING : CLASSES[type].isInstance(content));
        if (!fits) {
            throw new IllegalArgumentException("a value of type " + type + " cannot be "
                    + (content == null ? "null" : content.getClass().getSimpleName() + " " + content));
        }
    }

    public static Value of(double content) {
        return new Value(DOUBLE, content);
    }

    /** The OPC UA Binary encoding of a Variant. Do not change the bytes. */
    public static Value encoded(byte[] variant) {
        return new Value(ENCODED, new Encoded(variant));
    }

    /** Whether {@link #number()} can be asked for. */
    public boolean isNumber() {
        return type >= SBYTE && type <= DOUBLE;
    }

    /** Whether this is nothing: the null Variant or a null String. */
    public boolean isNull() {
        return content == null;
    }

    /**
     * A number as double, as trends and aggregates want it; 64-bit integers lose what a double cannot hold.
     *
     * @throws IllegalStateException if it is no number
     */
    public double number() {
        if (!(content instanceof Number number)) {
            throw new IllegalStateException("not a number: " + this);
        }
        return number.doubleValue();
    }

    /** Bytes of a Variant, compared by content. */
    public static final class Encoded {
        private final byte[] bytes;

        private Encoded(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The encoding itself, not a copy: do not change it. */
        public byte[] bytes() {
            return bytes;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Encoded that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Encoded[" + bytes.length + " bytes]";
        }
    }
}
