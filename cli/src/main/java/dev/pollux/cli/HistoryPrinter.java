package dev.pollux.cli;

import dev.pollux.cli.history.Row;
import dev.pollux.cli.history.RowFormat;
import dev.pollux.cli.history.RowWriter;
import dev.pollux.cli.pair.ValueText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.structured.ModificationInfo;

/** Prints values of history as they come: as a table for people, or as lines of a file. */
final class HistoryPrinter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int LOOK = 1000;

    private final PrintWriter out;
    private final Optional<RowWriter> file;
    private long printed;

    /**
     * Begins.
     *
     * @param format of a file; empty for a table
     * @param changes whether values tell who changed them
     */
    HistoryPrinter(PrintWriter out, Optional<RowFormat> format, boolean changes) {
        this.out = out;
        file = format.map(each -> writer(each, out, changes));
    }

    private static RowWriter writer(RowFormat format, PrintWriter out, boolean changes) {
        try {
            return new RowWriter(format, out, changes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void begin(String tag) {
        if (file.isEmpty()) {
            out.println(ValueText.oneLine(tag));
        }
    }

    /** Returns whether anybody still reads. */
    boolean print(Row row) {
        if (file.isPresent()) {
            try {
                file.get().write(row);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            out.println(line(row));
        }
        return ++printed % LOOK != 0 || !out.checkError();
    }

    /** One value as an operator reads it. */
    static String line(Row row) {
        Instant time = ValueText.sourceTime(row.value());
        String status = ValueText.status(row.value().statusCode());
        return String.format(
                        Locale.ROOT,
                        "  %-23s  %-14s %s%s",
                        time == null ? "(no time)" : TIME.format(time),
                        ValueText.text(row.value().value()),
                        status.equals("Good") ? "" : status,
                        row.change().map(HistoryPrinter::change).orElse(""))
                .stripTrailing();
    }

    private static String change(ModificationInfo change) {
        return "  " + String.valueOf(change.getUpdateType()).toLowerCase(Locale.ROOT) + " "
                + TIME.format(change.getModificationTime().getJavaInstant()) + " by "
                + ValueText.oneLine(String.valueOf(change.getUserName()));
    }

    void end(long values) {
        if (file.isEmpty()) {
            out.println(values == 1 ? "  1 value" : "  " + values + " values");
        }
        out.flush();
    }
}
