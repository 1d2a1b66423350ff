package dev.pollux.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps and lists of plain values as JSON. */
final class JsonLine {
    private static final ObjectWriter COMPACT = new ObjectMapper().writer();
    private static final ObjectWriter INDENTED = COMPACT.with(SerializationFeature.INDENT_OUTPUT);

    private JsonLine() {}

    /** In one line, for streams. */
    static String compact(Map<String, ? extends @Nullable Object> content) {
        return write(COMPACT, content);
    }

    /** In several lines, for one answer. */
    static String indented(Map<String, ? extends @Nullable Object> content) {
        return write(INDENTED, content);
    }

    /** In several lines, for one answer. */
    static String indented(List<?> content) {
        return write(INDENTED, content);
    }

    private static String write(ObjectWriter writer, Object content) {
        try {
            return writer.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values always have a JSON form", e);
        }
    }
}
