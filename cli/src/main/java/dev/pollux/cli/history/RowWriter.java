package dev.pollux.cli.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.structured.ModificationInfo;
import org.jspecify.annotations.Nullable;

/** Writes rows as text, each at once. The writer beneath stays the caller's. */
public final class RowWriter {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RowFormat format;
    private final Writer out;
    private final boolean changes;

    /**
     * Begins.
     *
     * @param changes whether rows tell who changed them
     */
    public RowWriter(RowFormat format, Writer out, boolean changes) throws IOException {
        this.format = format;
        this.out = out;
        this.changes = changes;
        if (format == RowFormat.CSV) {
            List<String> names = new ArrayList<>(RowFormat.COLUMNS);
            names.addAll(changes ? RowFormat.CHANGE_COLUMNS : List.of());
            out.write(String.join(",", names) + "\n");
        }
    }

    /** Writes one row. */
    public void write(Row row) throws IOException {
        switch (format) {
            case CSV -> csv(row);
            case JSONL -> json(row);
        }
    }

    private void csv(Row row) throws IOException {
        DataValue value = row.value();
        TypedText text = TypedText.of(value.value());
        List<String> cells = new ArrayList<>();
        cells.add(row.tag());
        cells.add(orEmpty(time(value.sourceTime())));
        cells.add(orEmpty(time(value.serverTime())));
        cells.add(StatusCodeText.of(value.statusCode().value()));
        cells.add(text.type());
        cells.add(cell(text.value()));
        if (changes) {
            Optional<ModificationInfo> change = row.change();
            cells.add(
                    orEmpty(change.map(each -> time(each.getModificationTime())).orElse(null)));
            cells.add(change.map(each -> String.valueOf(each.getUpdateType())).orElse(""));
            cells.add(change.map(ModificationInfo::getUserName).orElse(""));
        }
        StringBuilder line = new StringBuilder();
        for (String cell : cells) {
            line.append(line.isEmpty() ? "" : ",").append(quoted(cell));
        }
        out.write(line.append('\n').toString());
    }

    private static String cell(JsonNode value) {
        return value.isNull() ? "" : value.isArray() ? value.toString() : value.asText();
    }

    private static String quoted(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char each = cell.charAt(i);
            if (each == ',' || each == '"' || each == '\n' || each == '\r') {
                return '"' + cell.replace("\"", "\"\"") + '"';
            }
        }
        // A space at an end is lost in many readers, unless it is quoted.
        return cell.isEmpty() || cell.equals(cell.strip()) ? cell : '"' + cell + '"';
    }

    private void json(Row row) throws IOException {
        DataValue value = row.value();
        TypedText text = TypedText.of(value.value());
        try (JsonGenerator json = MAPPER.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.writeStartObject();
            json.writeStringField("tag", row.tag());
            json.writeStringField("sourceTime", time(value.sourceTime()));
            json.writeStringField("serverTime", time(value.serverTime()));
            json.writeStringField("status", StatusCodeText.of(value.statusCode().value()));
            json.writeStringField("type", text.type());
            json.writeFieldName("value");
            json.writeTree(text.value());
            if (changes && row.change().isPresent()) {
                ModificationInfo change = row.change().get();
                json.writeStringField("modificationTime", time(change.getModificationTime()));
                json.writeStringField("updateType", String.valueOf(change.getUpdateType()));
                json.writeStringField("user", change.getUserName());
            }
            json.writeEndObject();
        }
        out.write('\n');
    }

    private static @Nullable String time(@Nullable DateTime time) {
        return time == null || time.isNull() ? null : TimeText.exact(time.getUtcTime());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
