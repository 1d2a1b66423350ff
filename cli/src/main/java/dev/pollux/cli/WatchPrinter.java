package dev.pollux.cli;

import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverReport;
import dev.pollux.failover.MemberStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.jspecify.annotations.Nullable;

/** One line per change, as text or as JSON. Called by several threads. */
final class WatchPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final boolean json;
    private final AtomicBoolean first = new AtomicBoolean(true);

    WatchPrinter(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void begin(MemberStatus member) {
        print(Instant.now(), "on " + member.name() + " " + member.urls().get(0), event("begin", member.name(), ""));
    }

    void value(String node, DataValue value) {
        Instant time = ValueText.sourceTime(value);
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("event", "value");
        content.putAll(ValueText.json(node, value));
        print(time == null ? Instant.now() : time, Read.line(node, value), content);
    }

    void failover(FailoverReport report) {
        if (report.from().isEmpty() && first.getAndSet(false)) {
            return; // Told by begin already.
        }
        Map<String, @Nullable Object> content = event("failover", report.to(), report.text());
        content.put("from", report.from().orElse(null));
        content.put("cause", report.cause().name());
        content.put("detectionMillis", report.detection().toMillis());
        content.put(
                "untilFirstValueMillis",
                report.untilFirstValue().map(java.time.Duration::toMillis).orElse(null));
        content.put("valuesReplayed", report.valuesReplayed());
        print(report.startedAt(), "-- " + report.text(), content);
    }

    void noMember(String reason) {
        print(Instant.now(), "-- no station: " + reason, event("no-station", null, reason));
    }

    private static Map<String, @Nullable Object> event(String kind, @Nullable String member, String text) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("event", kind);
        content.put("station", member);
        content.put("text", text);
        return content;
    }

    private synchronized void print(Instant time, String text, Map<String, @Nullable Object> content) {
        if (json) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("time", time.toString());
            line.putAll(content);
            out.println(JsonLine.compact(line));
        } else {
            out.println(TIME.format(time) + "  " + ValueText.oneLine(text));
        }
        out.flush();
    }
}
