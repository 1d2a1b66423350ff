package dev.pollux.cli.history;

import dev.pollux.archive.Ticks;
import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/** Rows of every type with the values that are lost most easily among them. */
final class RandomRows {
    private static final String[] TEXTS = {
        "",
        " ",
        "a,b",
        "\"",
        "\r\n",
        "'",
        "=1+1",
        "Größe",
        "\ud83d\ude80",
        "null",
        "NaN",
        "\t",
        "1",
        "x\"\"y\n",
        "\u0000"
    };
    private static final double[] REALS = {
        0.0,
        -0.0,
        Double.NaN,
        Double.longBitsToDouble(0x7ff8_0000_0000_0001L),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        0.1,
        1e22
    };
    private static final long[] STATUS = {
        0, 0x80000000L, 0x809B0000L, 0x40AC0408L, 0x00000480L, 0x12345678L, 0xFFFFFFFFL
    };

    private final SplittableRandom random;

    RandomRows(long seed) {
        random = new SplittableRandom(seed);
    }

    Row next() {
        return new Row(
                "Area.Tag" + random.nextInt(5) + TEXTS[random.nextInt(4)],
                new DataValue(
                        Variant.of(value()),
                        new StatusCode(STATUS[random.nextInt(STATUS.length)]),
                        time(),
                        random.nextInt(4) == 0 ? null : time()));
    }

    /** Of any type. */
    @Nullable
    Object value() {
        int type = random.nextInt(18);
        return switch (type) {
            case 0 -> null;
            case 14 -> new UUID(random.nextLong(), random.nextLong());
            case 15 -> ByteString.of(bytes());
            case 16 -> new LocalizedText("de", text());
            case 17 -> row();
            default -> scalar(type);
        };
    }

    private Object scalar(int type) {
        return switch (type) {
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> UByte.valueOf(random.nextInt(256));
            case 4 -> (short) random.nextInt();
            case 5 -> UShort.valueOf(random.nextInt(65536));
            case 6 -> random.nextInt();
            case 7 -> UInteger.valueOf(random.nextLong(1L << 32));
            case 8 -> random.nextBoolean() ? random.nextLong() : Long.MIN_VALUE;
            case 9 -> ULong.valueOf(new BigInteger(1, bytes8()));
            case 10 -> single();
            case 11 ->
                random.nextBoolean() ? REALS[random.nextInt(REALS.length)] : Double.longBitsToDouble(random.nextLong());
            case 12 -> text();
            case 13 -> random.nextInt(5) == 0 ? new DateTime(random.nextLong()) : time();
            default -> throw new IllegalArgumentException("type " + type);
        };
    }

    private float single() {
        return random.nextBoolean()
                ? (float) REALS[random.nextInt(REALS.length)]
                : Float.intBitsToFloat(random.nextInt());
    }

    private Object row() {
        int length = random.nextInt(4);
        return switch (random.nextInt(5)) {
            case 0 -> random.doubles(length).boxed().toArray(Double[]::new);
            case 1 -> {
                String[] texts = new String[length];
                for (int i = 0; i < length; i++) {
                    texts[i] = random.nextInt(3) == 0 ? null : text();
                }
                yield texts;
            }
            case 2 -> random.ints(length).boxed().toArray(Integer[]::new);
            case 3 -> {
                DateTime[] times = new DateTime[length];
                for (int i = 0; i < length; i++) {
                    times[i] = time();
                }
                yield times;
            }
            default -> {
                Boolean[] flags = new Boolean[length];
                for (int i = 0; i < length; i++) {
                    flags[i] = random.nextBoolean();
                }
                yield flags;
            }
        };
    }

    private DateTime time() {
        // Zero is what OPC UA calls no time.
        return new DateTime(random.nextLong(Ticks.MIN + 1, Ticks.MAX));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return text.toString();
    }

    private byte[] bytes8() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        return bytes;
    }
}
