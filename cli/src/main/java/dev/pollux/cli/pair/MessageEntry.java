package dev.pollux.cli.pair;

import dev.pollux.archive.Ticks;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * A system message as a station tells it.
 *
 * @param id EventId in hex; the same from every station
 * @param time when it was raised
 * @param station that raised it
 * @param number in the catalogue
 * @param severity 1..1000
 * @param source what it is about
 * @param text for people
 */
public record MessageEntry(
        String id, Instant time, String station, long number, int severity, String source, String text) {
    /** As they were raised. */
    public static final Comparator<MessageEntry> BY_TIME =
            Comparator.comparing(MessageEntry::time).thenComparing(MessageEntry::id);

    /** The fields that a filter must select, in this order, as {@link #of} takes them. */
    static final int FIELDS = 7;

    /** From the selected fields of an event; empty if it is no system message. */
    static Optional<MessageEntry> of(Variant @Nullable [] fields) {
        if (fields == null
                || fields.length != FIELDS
                || !(fields[0].value() instanceof ByteString id)
                || !(fields[1].value() instanceof DateTime time)
                || !(fields[2].value() instanceof String station)
                || !(fields[3].value() instanceof Number number)
                || !(fields[4].value() instanceof Number severity)) {
            return Optional.empty();
        }
        String source = fields[5].value() instanceof String name ? name.substring(name.indexOf('/') + 1) : "";
        String text = fields[6].value() instanceof LocalizedText message ? message.text() : "";
        return Optional.of(new MessageEntry(
                HexFormat.of().formatHex(id.bytesOrEmpty()),
                Ticks.toInstant(time.getUtcTime()),
                station,
                number.longValue(),
                severity.intValue(),
                source,
                text == null ? "" : text));
    }

    /** For JSON. */
    public Map<String, Object> json() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("time", time.toString());
        content.put("station", station);
        content.put("number", number);
        content.put("severity", severity);
        content.put("source", source);
        content.put("text", text);
        content.put("id", id);
        return content;
    }
}
