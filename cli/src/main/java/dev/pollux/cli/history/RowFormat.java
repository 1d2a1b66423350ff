package dev.pollux.cli.history;

import java.util.List;
import java.util.Locale;

/** How a file holds archived values. */
public enum RowFormat {
    /** RFC 4180, one line of names first. */
    CSV,
    /** One JSON object a line. */
    JSONL;

    /** Names of the columns of CSV. */
    static final List<String> COLUMNS = List.of("tag", "source_time", "server_time", "status", "type", "value");

    /** What stands behind them where what was overwritten is read. */
    static final List<String> CHANGE_COLUMNS = List.of("modification_time", "update_type", "user");

    /**
     * The format of a file by its name.
     *
     * @throws IllegalArgumentException if the name does not tell
     */
    public static RowFormat ofFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return CSV;
        }
        if (lower.endsWith(".jsonl")) {
            return JSONL;
        }
        throw new IllegalArgumentException("'" + name + "' must end in .csv or .jsonl, or --format must be given");
    }
}
