package dev.pollux.cli.pair;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/** Values, status codes and failures as text for operators and as plain objects for JSON. Pure. */
public final class ValueText {
    private static final int ELEMENTS_MAX = 10_000;
    private static final int LINE_MAX = 600;

    private ValueText() {}

    /** A value as one line. */
    public static String text(@Nullable Object value) {
        Object plain = plain(value);
        return plain == null ? "(none)" : oneLine(String.valueOf(plain));
    }

    /** A value as null, Boolean, Number, String or List of these, for JSON. */
    public static @Nullable Object plain(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? value : String.valueOf(number);
        }
        if (value instanceof Variant variant) {
            return plain(variant.value());
        }
        if (value.getClass().isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = 0; i < Math.min(Array.getLength(value), ELEMENTS_MAX); i++) {
                list.add(plain(Array.get(value, i)));
            }
            return list;
        }
        return scalar(value);
    }

    private static @Nullable Object scalar(Object value) {
        if (value instanceof Number number) {
            // Milo's unsigned classes are Numbers that JSON libraries do not know.
            return value.getClass().getName().startsWith("java.") ? number : new java.math.BigInteger(value.toString());
        }
        if (value instanceof DateTime time) {
            return time.isNull() ? null : time.getJavaInstant().toString();
        }
        if (value instanceof LocalizedText text) {
            return text.text();
        }
        if (value instanceof QualifiedName name) {
            return name.toParseableString();
        }
        if (value instanceof NodeId id) {
            return id.toParseableString();
        }
        if (value instanceof ExpandedNodeId id) {
            return id.toParseableString();
        }
        if (value instanceof StatusCode code) {
            return status(code);
        }
        if (value instanceof ByteString bytes) {
            return bytes.isNull() ? null : java.util.HexFormat.of().formatHex(bytes.bytesOrEmpty());
        }
        return value.toString();
    }

    /** Name of a status code, e.g. {@code Bad_NodeIdUnknown}. */
    public static String status(StatusCode code) {
        return StatusCodes.lookup(code.value())
                .map(names -> names[0])
                .orElseGet(() -> String.format("0x%08X", code.value()));
    }

    /** Time of the source, or null where there is none. */
    public static @Nullable Instant sourceTime(DataValue value) {
        DateTime time = value.sourceTime();
        return time == null || time.isNull() ? null : time.getJavaInstant();
    }

    /** Value, quality and time for JSON; a value without quality Good has its status named, too. */
    public static Map<String, @Nullable Object> json(String node, DataValue value) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("node", node);
        json.put("value", plain(value.value().value()));
        json.put("status", status(value.statusCode()));
        Instant time = sourceTime(value);
        json.put("sourceTime", time == null ? null : time.toString());
        return json;
    }

    /** Why something failed, as one line without class names where a message is there. */
    public static String reason(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        if (cause instanceof UaException ua) {
            String status = status(ua.getStatusCode());
            return message == null || message.isBlank() || message.contains(status)
                    ? oneLine(message == null || message.isBlank() ? status : message)
                    : oneLine(status + ": " + message);
        }
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : oneLine(message);
    }

    /** Replaces what would break the line or steer the terminal, and shortens. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LINE_MAX));
        for (int i = 0; i < text.length() && line.length() < LINE_MAX; i++) {
            char each = text.charAt(i);
            line.append(Character.isISOControl(each) ? ' ' : each);
        }
        return text.length() > LINE_MAX ? line.append("...").toString() : line.toString();
    }
}
