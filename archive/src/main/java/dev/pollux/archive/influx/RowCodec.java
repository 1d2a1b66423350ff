package dev.pollux.archive.influx;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads back what {@link LineProtocol} wrote, from the cells of a row. */
final class RowCodec {
    /** The fields in the order in which {@link #sample} wants them after the time. */
    static final String FIELDS = "d,i,b,s,ty,st,sd";

    /** {@code ty} of a null String: without a field of its own it must differ from a text that was there before. */
    static final int NULL_STRING = -Value.STRING;

    /** {@code ty} of a String that is no Unicode, with half a surrogate pair: {@code s} holds its UTF-16 in Base64. */
    static final int CHARS = -Value.ENCODED;

    private static final int TIME = 0;
    private static final int D = 1;
    private static final int I = 2;
    private static final int B = 3;
    private static final int S = 4;
    private static final int TY = 5;
    private static final int ST = 6;
    private static final int SD = 7;

    private RowCodec() {}

    /** NaN with its 52 bits where it is not the usual one; infinities. */
    static String specialDouble(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return !Double.isNaN(value)
                ? value > 0 ? "+Inf" : "-Inf"
                : bits == 0x7ff8000000000000L ? "NaN" : "NaN " + Long.toHexString(bits);
    }

    static String specialFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        return !Float.isNaN(value)
                ? value > 0 ? "+Inf" : "-Inf"
                : bits == 0x7fc00000 ? "NaN" : "NaN " + Integer.toHexString(bits);
    }

    static long time(@Nullable String[] cells) {
        return InfluxTime.ticks(Long.parseLong(cell(cells, TIME)));
    }

    /**
     * A sample.
     *
     * @param cells time and {@link #FIELDS}; null where a field was not written
     * @throws ArchiveException if the row was not written by a station
     */
    static ArchivedSample sample(@Nullable String[] cells) {
        try {
            long time = InfluxTime.ticks(Long.parseLong(cell(cells, TIME)));
            int status = (int) Long.parseLong(cell(cells, ST));
            return new ArchivedSample(time, time + Long.parseLong(cell(cells, SD)), status, value(cells));
        } catch (IllegalArgumentException e) {
            throw new ArchiveException(
                    "InfluxDB: the row at time " + cells[TIME] + " is none of Pollux: " + e.getMessage()
                            + "; give the archive a measurement of its own",
                    e);
        }
    }

    /**
     * Whether all fields of a row are there. The server does not write a point at once: a row that is being written may
     * be seen without some of its fields. Such a sample is not there yet; if it was acknowledged, it still is in the
     * queue.
     */
    static boolean isComplete(@Nullable String[] cells) {
        String type = cells[TY];
        if (type == null || cells[ST] == null || cells[SD] == null) {
            return false;
        }
        return switch (type) {
            case "0", "-12" -> true;
            case "1" -> cells[B] != null;
            case "10", "11" -> cells[D] != null;
            case "12", "31", "-10", "-11", "-31" -> cells[S] != null;
            default -> cells[I] != null;
        };
    }

    private static Value value(@Nullable String[] cells) {
        int type = Integer.parseInt(cell(cells, TY));
        return switch (type) {
            case 0 -> Value.NULL;
            case Value.BOOLEAN -> new Value(type, cell(cells, B).equals("true"));
            case Value.FLOAT -> new Value(type, (float) Double.parseDouble(cell(cells, D)));
            case Value.DOUBLE -> new Value(type, Double.parseDouble(cell(cells, D)));
            case -Value.FLOAT -> new Value(Value.FLOAT, specialFloat(cell(cells, S)));
            case -Value.DOUBLE -> new Value(Value.DOUBLE, specialDouble(cell(cells, S)));
            case Value.STRING -> new Value(type, cell(cells, S));
            case NULL_STRING -> new Value(Value.STRING, null);
            case CHARS -> new Value(Value.STRING, chars(cell(cells, S)));
            case Value.ENCODED -> Value.encoded(Base64.getDecoder().decode(cell(cells, S)));
            default -> new Value(type, integer(type, Long.parseLong(cell(cells, I))));
        };
    }

    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(++i))) {
                    return false;
                }
            }
        }
        return true;
    }

    static String charsInBase64(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * text.length());
        bytes.asCharBuffer().put(text);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static String chars(String base64) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .asCharBuffer()
                .toString();
    }

    private static Object integer(int type, long bits) {
        return switch (type) {
            case Value.SBYTE -> (byte) bits;
            case Value.BYTE, Value.INT16 -> (short) bits;
            case Value.UINT16, Value.INT32 -> (int) bits;
            case Value.UINT64 -> unsigned(bits);
            default -> bits;
        };
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits);
        return bits < 0 ? value.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : value;
    }

    private static double specialDouble(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.longBitsToDouble(Long.parseUnsignedLong(text.substring("NaN ".length()), 16));
        };
    }

    private static float specialFloat(String text) {
        return switch (text) {
            case "NaN" -> Float.NaN;
            case "+Inf" -> Float.POSITIVE_INFINITY;
            case "-Inf" -> Float.NEGATIVE_INFINITY;
            default -> Float.intBitsToFloat(Integer.parseUnsignedInt(text.substring("NaN ".length()), 16));
        };
    }

    private static String cell(@Nullable String[] cells, int column) {
        String text = cells[column];
        if (text == null) {
            throw new IllegalArgumentException(
                    "field " + (column == TIME ? "time" : FIELDS.split(",", -1)[column - 1]) + " is null");
        }
        return text;
    }

    /**
     * The name of a series as a tag value: a tag value must not end with {@code \} nor hold control characters, so
     * these and {@code %} are written as {@code %XX}.
     */
    static String id(String name) {
        if (name.chars().noneMatch(RowCodec::special)) {
            return name;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (special(c)) {
                out.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean special(int c) {
        return c < ' ' || c == '%' || c == '\\' || c == 0x7f;
    }

    /** The name behind a tag value. */
    static String name(String id) {
        if (id.indexOf('%') < 0) {
            return id;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) == '%'
                    && i + 2 < id.length()
                    && id.substring(i + 1, i + 3).matches("[0-9A-F]{2}")) {
                out.append((char) Integer.parseInt(id.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.append(id.charAt(i));
            }
        }
        return out.toString();
    }
}
