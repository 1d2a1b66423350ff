package dev.pollux.server.project;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file (RFC 4180, header in line 1) as mappings of the same form as in YAML. Each plain key of the
 * section is a column; keys of a section within it are columns too, by their own name. An empty cell is a key that is
 * left out. Rows are handed on one by one, so that a million of them need no memory.
 */
final class CsvRows {
    private final String file;
    private final Faults faults;
    private final Map<String, Column> columns = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** Name, the section within the row that it belongs to (empty: the row itself), and whether it must be there. */
    private record Column(String name, String section, boolean required) {}

    CsvRows(String file, Section section, Faults faults) {
        this.file = file;
        this.faults = faults;
        for (Key<?> key : section.keys()) {
            if (key.shape() instanceof Section inner) {
                inner.keys().forEach(each -> declare(new Column(each.name(), key.name(), false)));
            } else {
                declare(new Column(key.name(), "", key.required()));
            }
        }
    }

    private void declare(Column column) {
        columns.put(column.name(), column);
        names.add(column.name());
    }

    /** All columns that a file may have. */
    List<String> columns() {
        return List.copyOf(names);
    }

    /**
     * Reads the file.
     *
     * @param row takes one row; answers whether to go on
     */
    void read(Path path, Predicate<Source.Mapping> row) {
        if (!TextFile.readable(path, file, TextFile.CSV_SIZE_MAX, faults)) {
            return;
        }
        long line = 1;
        try (RowLimit reader = new RowLimit(TextFile.open(path));
                CSVParser parser = CSVFormat.RFC4180
                        .builder()
                        .setIgnoreEmptyLines(false)
                        .get()
                        .parse(reader)) {
            Iterator<CSVRecord> records = parser.iterator();
            Optional<List<Column>> header = Optional.empty();
            while (true) {
                // The parser stands at the end of the record before; hasNext() already reads the next one.
                line = parser.getCurrentLineNumber() + 1;
                reader.restart();
                if (!records.hasNext()) {
                    return;
                }
                CSVRecord record = records.next();
                if (line == 1) {
                    header = header(record);
                    if (header.isEmpty()) {
                        return;
                    }
                } else if (!blank(record) && !hand(header.orElseThrow(), record, (int) line, row)) {
                    return;
                }
            }
        } catch (UncheckedIOException broken) {
            broken(line, broken.getCause());
        } catch (IOException broken) {
            broken(line, broken);
        }
    }

    private void broken(long line, @Nullable IOException broken) {
        String reason = TextFile.reason(broken);
        String rule =
                broken == null || reason.equals(TextFile.NOT_UTF8) ? reason : "is not CSV: " + broken.getMessage();
        faults.add(Fault.ofLine(file, (int) line, rule));
    }

    private static boolean blank(CSVRecord record) {
        return record.size() == 1 && record.get(0).isBlank();
    }

    /** The known columns in the order of the file, null-free; empty when rows cannot be read at all. */
    private Optional<List<Column>> header(CSVRecord record) {
        List<Column> header = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        boolean usable = true;
        for (String name : record) {
            Column column = columns.get(name);
            if (column == null) {
                String hint = Suggestion.sentence(name, names);
                String known = hint.isEmpty() ? "; known here: " + String.join(", ", names) : hint;
                faults.add(new Fault(file, 1, name, Optional.empty(), "unknown column" + known));
                // Its cells are skipped, so that the other columns are still checked.
                header.add(new Column("", "", false));
            } else if (!seen.add(name)) {
                faults.add(new Fault(file, 1, name, Optional.empty(), "the column must occur only once"));
                usable = false;
            } else {
                header.add(column);
            }
        }
        for (String name : names) {
            Column column = columns.get(name);
            if (column != null && column.required() && !seen.contains(name)) {
                faults.add(new Fault(file, 1, name, Optional.empty(), "the column is missing"));
                usable = false;
            }
        }
        return usable ? Optional.of(header) : Optional.empty();
    }

    private boolean hand(List<Column> header, CSVRecord record, int line, Predicate<Source.Mapping> row) {
        if (record.size() != header.size()) {
            String rule = "must have " + header.size() + " cells like the header, not " + record.size();
            faults.add(Fault.ofLine(file, line, rule));
            return true;
        }
        Spot spot = Spot.row(file, line);
        Source.Mapping mapping = new Source.Mapping(spot, new ArrayList<>(header.size()));
        Map<String, Source.Mapping> sections = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            Column column = header.get(i);
            String cell = record.get(i);
            if (cell.isEmpty() || column.name().isEmpty()) {
                continue;
            }
            Source.Mapping owner = mapping;
            if (!column.section().isEmpty()) {
                owner = sections.computeIfAbsent(column.section(), name -> {
                    Source.Mapping inner = new Source.Mapping(spot.child(name, line), new ArrayList<>());
                    mapping.entries().add(new Source.Entry(name, inner));
                    return inner;
                });
            }
            Spot at = owner.spot().child(column.name(), line);
            owner.entries().add(new Source.Entry(column.name(), new Source.Scalar(at, cell, Source.Kind.UNTYPED)));
        }
        return row.test(mapping);
    }

    /** Stops a row that has no end: one quote too many would take the rest of the file into one cell. */
    private static final class RowLimit extends FilterReader {
        private static final int ROW_LENGTH_MAX = 1 << 20;
        private long length;

        RowLimit(Reader reader) {
            super(reader);
        }

        void restart() {
            length = 0;
        }

        @Override
        public int read(char[] buffer, int offset, int size) throws IOException {
            if (length > ROW_LENGTH_MAX) {
                throw new IOException("a row must not be longer than " + ROW_LENGTH_MAX + " characters");
            }
            int count = super.read(buffer, offset, size);
            length += Math.max(0, count);
            return count;
        }
    }
}
