package dev.pollux.archive.rocks;

import dev.pollux.archive.Value;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A value as a few bytes that give it back bit for bit. Its kind and the number of bytes are kept elsewhere.
 *
 * <p>Integers: zigzagged, big-endian without leading zero bytes. Floating point: a number of at most three
 * decimals that this gives back exactly, as most measured values are, is kept as the integer {@code zigzag(value ×
 * 10^d) × 4 + d}, also without leading zeros, in fewer bytes than the number has; anything else as its bits. Text:
 * UTF-8; what UTF-8 cannot say begins with the byte FF, which it never uses: alone for null, with UTF-16 after it
 * for unpaired surrogates.
 */
final class ValueCodec {
    private static final int FALSE = Value.BOOLEAN;
    private static final int ENCODED = 14;
    private static final int TRUE = 15;
    private static final byte NO_UTF8 = (byte) 0xFF;
    private static final double[] POWERS = {1, 10, 100, 1000};

    /** Beyond it a double does not hold every integer. */
    private static final double EXACT_MAX = 1L << 51;

    /** What is kept of a float in three bytes at most. */
    private static final double EXACT_FLOAT_MAX = 1 << 20;

    private ValueCodec() {}

    /** 0..15. */
    static int kind(Value value) {
        if (value.type() == Value.BOOLEAN) {
            return Boolean.TRUE.equals(value.content()) ? TRUE : FALSE;
        }
        return value.type() == Value.ENCODED ? ENCODED : value.type();
    }

    static int sizeMax(Value value) {
        Object content = value.content();
        if (content instanceof String text) {
            return 1 + 3 * text.length();
        }
        if (content instanceof Value.Encoded encoded) {
            return encoded.bytes().length;
        }
        if (content instanceof BigInteger integer) {
            return integer.bitLength() / 8 + 1;
        }
        return Long.BYTES;
    }

    static void put(Value value, ByteBuffer out) {
        Object content = value.content();
        if (content instanceof Double number) {
            putDouble(number, out);
        } else if (content instanceof Float number) {
            putFloat(number, out);
        } else if (content instanceof BigInteger integer) {
            out.put(integer.toByteArray());
        } else if (content instanceof Number integer) {
            putLong(zigzag(integer.longValue()), out);
        } else if (content instanceof Value.Encoded encoded) {
            out.put(encoded.bytes());
        } else if (content instanceof String text) {
            putText(text, out);
        } else if (value.type() == Value.STRING) {
            out.put(NO_UTF8);
        }
    }

    /** @throws IllegalArgumentException if the remaining bytes are no value of that kind */
    static Value get(int kind, ByteBuffer in) {
        return switch (kind) {
            case 0 -> Value.NULL;
            case FALSE -> new Value(Value.BOOLEAN, false);
            case TRUE -> new Value(Value.BOOLEAN, true);
            case Value.SBYTE -> new Value(kind, (byte) integer(in));
            case Value.BYTE, Value.INT16 -> new Value(kind, (short) integer(in));
            case Value.UINT16, Value.INT32 -> new Value(kind, (int) integer(in));
            case Value.UINT32, Value.INT64, Value.DATE_TIME -> new Value(kind, integer(in));
            case Value.UINT64 -> new Value(kind, new BigInteger(rest(in)));
            case Value.FLOAT -> new Value(kind, getFloat(in));
            case Value.DOUBLE -> new Value(kind, getDouble(in));
            case Value.STRING -> getText(rest(in));
            case ENCODED -> Value.encoded(rest(in));
            default -> throw new IllegalArgumentException("kind " + kind);
        };
    }

    private static void putDouble(double number, ByteBuffer out) {
        long bits = Double.doubleToRawLongBits(number);
        for (int decimals = 0; decimals < POWERS.length; decimals++) {
            double scaled = Math.rint(number * POWERS[decimals]);
            // The negation also excludes NaN.
            if (!(Math.abs(scaled) < EXACT_MAX)) {
                break;
            }
            if (Double.doubleToRawLongBits(scaled / POWERS[decimals]) == bits && bits != Long.MIN_VALUE) {
                putLong((zigzag((long) scaled) << 2) | decimals, out);
                return;
            }
        }
        out.putLong(bits);
    }

    private static double getDouble(ByteBuffer in) {
        if (in.remaining() == Long.BYTES) {
            return Double.longBitsToDouble(in.getLong());
        }
        long packed = unsigned(in);
        return unzigzag(packed >>> 2) / POWERS[(int) packed & 3];
    }

    private static void putFloat(float number, ByteBuffer out) {
        int bits = Float.floatToRawIntBits(number);
        for (int decimals = 0; decimals < POWERS.length; decimals++) {
            double scaled = Math.rint(number * POWERS[decimals]);
            if (!(Math.abs(scaled) < EXACT_FLOAT_MAX)) {
                break;
            }
            if (Float.floatToRawIntBits((float) (scaled / POWERS[decimals])) == bits && bits != Integer.MIN_VALUE) {
                putLong((zigzag((long) scaled) << 2) | decimals, out);
                return;
            }
        }
        out.putInt(bits);
    }

    private static float getFloat(ByteBuffer in) {
        if (in.remaining() == Integer.BYTES) {
            return Float.intBitsToFloat(in.getInt());
        }
        long packed = unsigned(in);
        return (float) (unzigzag(packed >>> 2) / POWERS[(int) packed & 3]);
    }

    private static void putText(String text, ByteBuffer out) {
        try {
            // Fails on an unpaired surrogate, where String.getBytes would put a question mark.
            out.put(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
        } catch (CharacterCodingException e) {
            out.put(NO_UTF8);
            out.put(chars(text));
        }
    }

    private static byte[] chars(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * text.length());
        bytes.asCharBuffer().put(text);
        return bytes.array();
    }

    private static Value getText(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != NO_UTF8) {
            return new Value(Value.STRING, new String(bytes, StandardCharsets.UTF_8));
        }
        return new Value(
                Value.STRING,
                bytes.length == 1
                        ? null
                        : ByteBuffer.wrap(bytes, 1, bytes.length - 1)
                                .asCharBuffer()
                                .toString());
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    private static long integer(ByteBuffer in) {
        return unzigzag(unsigned(in));
    }

    private static void putLong(long value, ByteBuffer out) {
        int bytes = (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8;
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.put((byte) (value >>> shift));
        }
    }

    private static long unsigned(ByteBuffer in) {
        if (in.remaining() > Long.BYTES) {
            throw new IllegalArgumentException(in.remaining() + " bytes for a number");
        }
        long value = 0;
        while (in.hasRemaining()) {
            value = (value << 8) | (in.get() & 0xFF);
        }
        return value;
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }
}
