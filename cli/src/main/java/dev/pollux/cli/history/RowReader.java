package dev.pollux.cli.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/** Reads rows and checks each. Holds one at a time. The reader beneath stays the caller's. */
public final class RowReader {
    private static final int LENGTH_MAX = 16 * 1024 * 1024;
    private static final ObjectReader JSON = new ObjectMapper()
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final List<String> KEYS = List.of("tag", "sourceTime", "serverTime", "status", "type", "value");

    private final RowFormat format;
    private final Reader in;
    private final CsvRecords records;
    private boolean header;
    private long line;
    private boolean ended;

    /** Begins. */
    public RowReader(RowFormat format, Reader in) {
        this.format = format;
        this.in = in;
        records = new CsvRecords(in, LENGTH_MAX);
    }

    /**
     * One line of the file.
     *
     * @param number from 1
     * @param row empty if the line has a fault
     * @param fault what is wrong with it, with value and rule; empty if nothing is
     */
    public record Line(long number, Optional<Row> row, String fault) {
        static Line faulty(long number, String fault) {
            return new Line(number, Optional.empty(), fault);
        }
    }

    /** The next line with a row or a fault; null at the end. After a fault that hides the rest there is no more. */
    public @Nullable Line next() throws IOException {
        if (ended) {
            return null;
        }
        Line next = switch (format) {
            case CSV -> csv();
            case JSONL -> json();
        };
        ended |= next == null;
        return next;
    }

    private @Nullable Line csv() throws IOException {
        try {
            CsvRecords.Cells cells = records.next();
            if (!header) {
                header = true;
                if (cells == null || !cells.cells().equals(RowFormat.COLUMNS)) {
                    ended = true;
                    return Line.faulty(1, "the first line must be " + String.join(",", RowFormat.COLUMNS));
                }
                cells = records.next();
            }
            return cells == null ? null : row(cells);
        } catch (CsvRecords.Malformed e) {
            ended = true;
            return Line.faulty(e.line(), "the line " + e.getMessage());
        }
    }

    private static Line row(CsvRecords.Cells record) {
        List<String> cells = record.cells();
        if (cells.size() != RowFormat.COLUMNS.size()) {
            return Line.faulty(
                    record.line(), "the line has " + cells.size() + " cells, must have " + RowFormat.COLUMNS.size());
        }
        try {
            String type = cells.get(4);
            String value = cells.get(5);
            JsonNode json = type.equals(TypedText.NULL) && value.isEmpty()
                    ? NullNode.getInstance()
                    : type.endsWith("[]") ? parsed(value) : TextNode.valueOf(value);
            return new Line(
                    record.line(),
                    Optional.of(row(
                            cells.get(0),
                            cells.get(1),
                            cells.get(2).isEmpty() ? null : cells.get(2),
                            cells.get(3),
                            new TypedText(type, json))),
                    "");
        } catch (IllegalArgumentException e) {
            return Line.faulty(record.line(), String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the value must be JSON: " + e.getOriginalMessage(), e);
        }
    }

    private @Nullable Line json() throws IOException {
        while (true) {
            StringBuilder text = new StringBuilder();
            int each = in.read();
            line++;
            while (each >= 0 && each != '\n') {
                text.append((char) each);
                if (text.length() > LENGTH_MAX) {
                    ended = true;
                    return Line.faulty(line, "the line is longer than " + LENGTH_MAX + " characters");
                }
                each = in.read();
            }
            if (!text.toString().isBlank()) {
                return row(line, text.toString());
            }
            if (each < 0) {
                return null;
            }
        }
    }

    private static Line row(long number, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (!json.isObject()) {
                return Line.faulty(number, "the line must be a JSON object");
            }
            Set<String> unknown = new HashSet<>();
            json.fieldNames().forEachRemaining(unknown::add);
            KEYS.forEach(unknown::remove);
            if (!unknown.isEmpty()) {
                return Line.faulty(number, "the key " + unknown.iterator().next() + " must be one of " + KEYS);
            }
            JsonNode server = json.path("serverTime");
            JsonNode value = json.path("value");
            return new Line(
                    number,
                    Optional.of(row(
                            text(json, "tag"),
                            text(json, "sourceTime"),
                            server.isNull() || server.isMissingNode() ? null : text(json, "serverTime"),
                            text(json, "status"),
                            new TypedText(text(json, "type"), value.isMissingNode() ? NullNode.getInstance() : value))),
                    "");
        } catch (JsonProcessingException e) {
            return Line.faulty(number, "the line must be JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return Line.faulty(number, String.valueOf(e.getMessage()));
        }
    }

    private static String text(JsonNode json, String key) {
        JsonNode node = json.path(key);
        if (!node.isTextual()) {
            throw new IllegalArgumentException("the key " + key + " must be there and be a text");
        }
        return node.textValue();
    }

    private static Row row(String tag, String source, @Nullable String server, String status, TypedText value) {
        if (tag.isBlank()) {
            throw new IllegalArgumentException("the tag must not be empty");
        }
        DateTime sourceTime = new DateTime(TimeText.ticks(source));
        DateTime serverTime = server == null ? null : new DateTime(TimeText.ticks(server));
        StatusCode code = new StatusCode(StatusCodeText.parse(status));
        return new Row(tag, new DataValue(value.variant(), code, sourceTime, serverTime));
    }
}
