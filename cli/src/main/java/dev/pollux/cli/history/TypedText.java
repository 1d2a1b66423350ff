package dev.pollux.cli.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pollux.archive.Ticks;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.TypedValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryEncoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * A value with its type, complete enough to give back the same value. Boolean to DateTime (OPC 10000-6 §5.1.2) and rows
 * of them are readable, {@code Double} and {@code Double[]}; everything else is the OPC UA Binary encoding of its
 * Variant in Base64, of type {@code Variant}; nothing is of type {@code Null}. Pure.
 *
 * @param type name
 * @param value content as JSON
 */
record TypedText(String type, JsonNode value) {
    static final String NULL = "Null";
    static final String ENCODED = "Variant";

    private static final int LAST_PLAIN = 13;
    private static final Map<String, Integer> TYPES = types();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern REAL = Pattern.compile("[+-]?\\d{1,400}(\\.\\d{1,400})?([eE][+-]?\\d{1,4})?");
    private static final Pattern NAN_BITS = Pattern.compile("NaN:([0-9a-f]{8}|[0-9a-f]{16})");

    private static Map<String, Integer> types() {
        Map<String, Integer> types = new java.util.HashMap<>();
        for (int id = 1; id <= LAST_PLAIN; id++) {
            types.put(OpcUaDataType.fromTypeId(id).name(), id);
        }
        return types;
    }

    static TypedText of(Variant variant) {
        Object content = variant.value();
        if (content == null) {
            return new TypedText(NULL, JSON.nullNode());
        }
        boolean row = content.getClass().isArray();
        Class<?> type = row ? content.getClass().getComponentType() : content.getClass();
        OpcUaDataType known = type.isArray() ? null : OpcUaDataType.fromBackingClass(type);
        if (known == null || known.getTypeId() > LAST_PLAIN || !readable(content)) {
            return new TypedText(ENCODED, JSON.textNode(encoded(variant)));
        }
        if (!row) {
            return new TypedText(known.name(), json(content));
        }
        var list = JSON.arrayNode();
        for (int i = 0; i < Array.getLength(content); i++) {
            list.add(json(Array.get(content, i)));
        }
        return new TypedText(known.name() + "[]", list);
    }

    /** A DateTime may lie where no calendar reaches, and a row of DateTimes may hold nothing. */
    private static boolean readable(@Nullable Object content) {
        if (content instanceof DateTime time) {
            return time.getUtcTime() >= Ticks.MIN && time.getUtcTime() < Ticks.MAX;
        }
        if (content instanceof DateTime[] times) {
            for (DateTime each : times) {
                if (each == null || !readable(each)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static JsonNode json(@Nullable Object content) {
        if (content == null) {
            return JSON.nullNode();
        }
        if (content instanceof Boolean bool) {
            return JSON.booleanNode(bool);
        }
        if (content instanceof Double real) {
            return Double.isFinite(real) ? JSON.numberNode(real) : JSON.textNode(text(real));
        }
        if (content instanceof Float real) {
            return Float.isFinite(real) ? JSON.numberNode(real) : JSON.textNode(text(real));
        }
        if (content instanceof Number number) {
            return JSON.numberNode(new BigInteger(number.toString()));
        }
        return JSON.textNode(
                content instanceof DateTime time ? TimeText.exact(time.getUtcTime()) : String.valueOf(content));
    }

    /** One NaN is told from another by its bits, as the archive does. */
    private static String text(Number real) {
        if (real instanceof Float single) {
            int bits = Float.floatToRawIntBits(single);
            return Float.isNaN(single) && bits != 0x7fc0_0000 ? "NaN:%08x".formatted(bits) : single.toString();
        }
        long bits = Double.doubleToRawLongBits(real.doubleValue());
        return Double.isNaN(real.doubleValue()) && bits != 0x7ff8_0000_0000_0000L
                ? "NaN:%016x".formatted(bits)
                : real.toString();
    }

    private static String encoded(Variant variant) {
        ByteBuf buffer = Unpooled.buffer();
        new OpcUaBinaryEncoder(DefaultEncodingContext.INSTANCE)
                .setBuffer(buffer)
                .encodeVariant(variant);
        return Base64.getEncoder().encodeToString(ByteBufUtil.getBytes(buffer));
    }

    /**
     * The value again.
     *
     * @throws IllegalArgumentException with the text and the rule
     */
    Variant variant() {
        if (type.equals(NULL)) {
            if (!value.isNull()) {
                throw new IllegalArgumentException("a value of type Null must be empty");
            }
            return Variant.ofNull();
        }
        if (type.equals(ENCODED)) {
            return decoded(value.asText());
        }
        boolean row = type.endsWith("[]");
        Integer id = TYPES.get(row ? type.substring(0, type.length() - 2) : type);
        if (id == null) {
            throw new IllegalArgumentException("type '" + type + "' must be Null, Variant, or one of "
                    + String.join(", ", new java.util.TreeSet<>(TYPES.keySet())) + " with or without []");
        }
        if (!row) {
            return Variant.of(content(id, value));
        }
        if (!value.isArray()) {
            throw new IllegalArgumentException("a value of type " + type + " must be an array like [1,2]");
        }
        Object array = Array.newInstance(OpcUaDataType.getBackingClass(id), value.size());
        for (int i = 0; i < value.size(); i++) {
            JsonNode each = value.get(i);
            Array.set(array, i, each.isNull() && id == OpcUaDataType.String.getTypeId() ? null : content(id, each));
        }
        return Variant.of(array);
    }

    private static Variant decoded(String base64) {
        try {
            ByteBuf buffer = Unpooled.wrappedBuffer(Base64.getDecoder().decode(base64));
            Variant variant = new OpcUaBinaryDecoder(DefaultEncodingContext.INSTANCE)
                    .setBuffer(buffer)
                    .decodeVariant();
            if (buffer.isReadable()) {
                throw new IllegalArgumentException("there are bytes after its end");
            }
            return variant;
        } catch (RuntimeException e) {
            // A file may hold anything, and the decoder meets it with more than one kind of exception.
            throw new IllegalArgumentException("a value of type Variant must be OPC UA Binary in Base64", e);
        }
    }

    private static Object content(int id, JsonNode json) {
        if (json.isNull() || json.isContainerNode()) {
            throw new IllegalArgumentException("a value of type "
                    + OpcUaDataType.fromTypeId(id).name() + " must be there"
                    + (json.isNull() ? "" : " and be a single one"));
        }
        String text = json.asText();
        return switch (id) {
            case 10, 11 -> real(text, id, json.isNumber());
            case 12 -> {
                if (!json.isTextual()) {
                    throw new IllegalArgumentException("a value of type String must be a text");
                }
                yield text;
            }
            case 13 -> new DateTime(TimeText.ticks(text));
            default -> whole(text, id);
        };
    }

    private static Object whole(String text, int id) {
        if (id == 1 && !text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("'" + text + "' must be true or false (Boolean)");
        }
        try {
            return TypedValue.parse(text, id);
        } catch (CommandFailure e) {
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(message.substring(message.indexOf('\'')), e);
        }
    }

    private static Object real(String text, int id, boolean written) {
        boolean single = id == 10;
        // A JSON number that is too large arrives here as Infinity, and must not pass for one.
        if (!written && (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity"))) {
            return single ? (Object) Float.valueOf(text) : (Object) Double.valueOf(text);
        }
        if (NAN_BITS.matcher(text).matches() && text.length() == (single ? 12 : 20)) {
            String bits = text.substring(4);
            return single
                    ? (Object) Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16))
                    : (Object) Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        }
        if (!REAL.matcher(text).matches()
                || (single ? Float.isInfinite(Float.parseFloat(text)) : Double.isInfinite(Double.parseDouble(text)))) {
            throw new IllegalArgumentException(
                    "'" + text + "' must be a number like 2.5 or -1e3 (" + (single ? "Float" : "Double") + ")");
        }
        return single ? (Object) Float.valueOf(text) : (Object) Double.valueOf(text);
    }
}
