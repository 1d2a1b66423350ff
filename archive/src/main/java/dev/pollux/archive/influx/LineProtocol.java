package dev.pollux.archive.influx;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A sample as one line of text: {@code v,id=T100.Level d=21.5,ty=11i,st=0i,sd=12i 1795000000123456700}.
 *
 * <p>InfluxDB gives a field one type for ever, so each class of types has a field of its own: {@code d}, {@code i},
 * {@code b}, {@code s}. Rewriting a point merges field by field: what is not written stays. Therefore {@code ty},
 * {@code st} and {@code sd} are always written and {@code ty} alone says which field counts.
 */
final class LineProtocol {
    /** Most bytes of a text or of an encoded value. The server takes more, but documents no more. */
    static final int TEXT_BYTES_MAX = 64 * 1024;

    /** Most bytes of an id: the key of a series with measurement and field must stay below 64 KiB in the server. */
    static final int ID_BYTES_MAX = 4 * 1024;

    private LineProtocol() {}

    static boolean tooLarge(String id, ArchivedSample sample) {
        return utf8Length(id) > ID_BYTES_MAX || textBytes(sample.value()) > TEXT_BYTES_MAX;
    }

    private static int textBytes(Value value) {
        if (value.content() instanceof String text) {
            return utf8Length(text);
        }
        return value.content() instanceof Value.Encoded encoded ? (encoded.bytes().length + 2) / 3 * 4 : 0;
    }

    private static int utf8Length(String text) {
        // A char takes three bytes at most; only what may be too long is worth counting.
        return text.length() * 3 <= ID_BYTES_MAX ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Appends a line with its line feed.
     *
     * @param head {@link #head} of the series
     */
    static void append(StringBuilder out, String head, ArchivedSample sample) {
        out.append(head);
        int type = field(out, sample.value());
        out.append("ty=").append(type).append("i,st=").append(Integer.toUnsignedLong(sample.status()));
        out.append("i,sd=").append(sample.serverTime() - sample.time()).append("i ");
        out.append(InfluxTime.nanos(sample.time())).append('\n');
    }

    /** Measurement and tag set, as every line of a series begins. */
    static String head(String measurement, String id) {
        StringBuilder out = new StringBuilder(measurement).append(",id=");
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == ',' || c == '=' || c == ' ') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append(' ').toString();
    }

    /** Appends the field of the value, if it has one, and returns what {@code ty} says. */
    private static int field(StringBuilder out, Value value) {
        Object content = value.content();
        int type = value.type();
        if (content == null) {
            return type == Value.STRING ? RowCodec.NULL_STRING : 0;
        }
        switch (type) {
            case Value.BOOLEAN -> out.append("b=").append((boolean) content ? "t," : "f,");
            case Value.FLOAT -> {
                if (!Float.isFinite((float) content)) {
                    return text(out, RowCodec.specialFloat((float) content), -type);
                }
                out.append("d=").append((double) (float) content).append(',');
            }
            case Value.DOUBLE -> {
                if (!Double.isFinite((double) content)) {
                    return text(out, RowCodec.specialDouble((double) content), -type);
                }
                out.append("d=").append((double) content).append(',');
            }
            case Value.STRING -> {
                String text = (String) content;
                return RowCodec.isUnicode(text)
                        ? text(out, text, type)
                        : text(out, RowCodec.charsInBase64(text), RowCodec.CHARS);
            }
            case Value.ENCODED ->
                text(out, Base64.getEncoder().encodeToString(((Value.Encoded) content).bytes()), type);
            default -> out.append("i=").append(((Number) content).longValue()).append("i,");
        }
        return type;
    }

    private static int text(StringBuilder out, String text, int type) {
        out.append("s=\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append("\",");
        return type;
    }
}
