package dev.pollux.cli.history;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of CSV by RFC 4180 with the line on which each begins, one at a time. */
final class CsvRecords {
    private static final int CELLS_MAX = 64;

    private final Reader in;
    private final int lengthMax;
    private int ahead = -2;
    private long line = 1;
    private int length;

    /**
     * Begins.
     *
     * @param lengthMax most characters in a record
     */
    CsvRecords(Reader in, int lengthMax) {
        this.in = in;
        this.lengthMax = lengthMax;
    }

    /**
     * A record.
     *
     * @param line on which it begins, from 1
     */
    record Cells(long line, List<String> cells) {}

    /**
     * The next record; null at the end. Empty lines are skipped.
     *
     * @throws Malformed if the file cannot be understood from here on
     */
    @Nullable
    Cells next() throws IOException {
        while (peek() == '\n' || peek() == '\r') {
            take();
        }
        if (peek() < 0) {
            return null;
        }
        length = 0;
        long begin = line;
        List<String> cells = new ArrayList<>();
        do {
            cells.add(peek() == '"' ? quotedCell(begin) : plainCell(begin));
            if (cells.size() > CELLS_MAX) {
                throw new Malformed(begin, "has more than " + CELLS_MAX + " cells");
            }
        } while (separator());
        return new Cells(begin, cells);
    }

    /** What cannot be understood, and where. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        private final long line;

        Malformed(long line, String what) {
            super(what);
            this.line = line;
        }

        long line() {
            return line;
        }
    }

    private boolean separator() throws IOException {
        int next = take();
        if (next == '\r' && peek() == '\n') {
            take();
        }
        return next == ',';
    }

    private String plainCell(long begin) throws IOException {
        StringBuilder cell = new StringBuilder();
        while (peek() >= 0 && peek() != ',' && peek() != '\n' && peek() != '\r') {
            cell.append((char) bounded(take(), begin));
        }
        return cell.toString();
    }

    private String quotedCell(long begin) throws IOException {
        StringBuilder cell = new StringBuilder();
        take();
        while (true) {
            int each = take();
            if (each < 0) {
                throw new Malformed(begin, "begins a quoted cell that does not end");
            }
            if (each == '"') {
                if (peek() != '"') {
                    break;
                }
                take();
            }
            cell.append((char) bounded(each, begin));
        }
        int next = peek();
        if (next >= 0 && next != ',' && next != '\n' && next != '\r') {
            throw new Malformed(line, "has text after a quoted cell");
        }
        return cell.toString();
    }

    private int bounded(int each, long begin) throws IOException {
        if (++length > lengthMax) {
            throw new Malformed(begin, "is longer than " + lengthMax + " characters");
        }
        return each;
    }

    private int peek() throws IOException {
        if (ahead == -2) {
            ahead = in.read();
        }
        return ahead;
    }

    private int take() throws IOException {
        int each = peek();
        ahead = -2;
        if (each == '\n') {
            line++;
        }
        return each;
    }
}
