package dev.pollux.cli;

import dev.pollux.cli.pair.MessageEntry;
import dev.pollux.cli.pair.ValueText;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How messages are printed, a line each. */
enum MessageFormat {
    /** Local time, number, severity, station, text. */
    TEXT {
        @Override
        String line(MessageEntry entry, ZoneId zone) {
            return String.format(
                    Locale.ROOT,
                    "%s  %d  %4d  %s  %s",
                    LOCAL.format(entry.time().atZone(zone)),
                    entry.number(),
                    entry.severity(),
                    entry.station(),
                    ValueText.oneLine(entry.text()));
        }
    },
    /** One object a line. */
    JSON {
        @Override
        String line(MessageEntry entry, ZoneId zone) {
            return JsonLine.compact(entry.json());
        }
    },
    /** As RFC 4180. */
    CSV {
        @Override
        String line(MessageEntry entry, ZoneId zone) {
            return String.join(
                    ",",
                    entry.time().toString(),
                    cell(entry.station()),
                    Long.toString(entry.number()),
                    Integer.toString(entry.severity()),
                    cell(entry.source()),
                    cell(entry.text()),
                    entry.id());
        }

        @Override
        String header() {
            return "time,station,number,severity,source,text,id";
        }
    };

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    /** One message. */
    abstract String line(MessageEntry entry, ZoneId zone);

    /** Before all messages; empty for nothing. */
    String header() {
        return "";
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
