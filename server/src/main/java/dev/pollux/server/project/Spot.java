package dev.pollux.server.project;

import org.jspecify.annotations.Nullable;

/**
 * Where a piece of configuration is written.
 *
 * @param file as shown in faults
 * @param line from 1
 * @param parent what it is part of; null for the root of a file or a row
 * @param segment own part of the key path
 * @param row whether it lies in a row of a CSV file, where keys are named by the column alone
 */
record Spot(String file, int line, @Nullable Spot parent, String segment, boolean row) {

    static Spot file(String file) {
        return new Spot(file, 1, null, "", false);
    }

    static Spot row(String file, int line) {
        return new Spot(file, line, null, "", true);
    }

    Spot child(String key, int childLine) {
        return new Spot(file, childLine, this, key, row);
    }

    Spot item(int index, int itemLine) {
        return new Spot(file, itemLine, this, "[" + index + "]", row);
    }

    /** The dotted path; in a row the column. */
    String key() {
        if (parent == null || row) {
            return segment;
        }
        String before = parent.key();
        return before.isEmpty() || segment.startsWith("[") ? before + segment : before + "." + segment;
    }

    /** For faults that point at another place. */
    String place() {
        return file + ":" + line;
    }
}
