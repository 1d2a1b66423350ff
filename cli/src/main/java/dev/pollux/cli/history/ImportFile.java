package dev.pollux.cli.history;

import dev.pollux.cli.history.RowReader.Line;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of archived values that is to be imported: looked through as a whole first, then taken in batches. */
public final class ImportFile {
    private static final int FAULTS_MAX = 1000;
    private static final int TAGS_MAX = 1_000_000;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Path path;
    private final RowFormat format;

    /** A file that is not looked at yet. */
    public ImportFile(Path path, RowFormat format) {
        this.path = path;
        this.format = format;
    }

    /**
     * What a look at every line has found.
     *
     * @param rows without fault
     * @param tags with the line on which each is met first
     * @param faults each with file and line; at most 1000
     */
    public record Content(long rows, Map<String, Long> tags, List<String> faults) {}

    /** Rows that follow each other, and the lines on which they stand. */
    public record Batch(List<Row> rows, List<Long> lines) {}

    /** Takes batches. */
    @FunctionalInterface
    public interface Sink {
        /** Returns whether more is wanted. */
        boolean accept(Batch batch);
    }

    /** Looks at every line. */
    public Content check() throws IOException {
        Map<String, Long> tags = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        long rows = 0;
        try (BufferedReader in = open()) {
            RowReader reader = new RowReader(format, in);
            for (Line line = reader.next(); line != null && faults.size() < FAULTS_MAX; line = reader.next()) {
                Optional<Row> row = line.row();
                if (row.isEmpty()) {
                    faults.add(at(line.number()) + line.fault());
                    continue;
                }
                rows++;
                tags.putIfAbsent(row.get().tag(), line.number());
                if (tags.size() > TAGS_MAX) {
                    faults.add(at(line.number()) + "there are more than " + TAGS_MAX + " tags");
                    break;
                }
            }
        } catch (CharacterCodingException e) {
            faults.add(path + ": must be UTF-8");
        }
        return new Content(rows, tags, faults);
    }

    /** Where a fault is. */
    public String at(long line) {
        return path + ":" + line + ": ";
    }

    /**
     * Takes all rows in their order. The file must have no fault.
     *
     * @param size most rows in a batch
     */
    public void read(int size, Sink sink) throws IOException {
        try (BufferedReader in = open()) {
            RowReader reader = new RowReader(format, in);
            boolean more = true;
            while (more) {
                Batch batch = batch(reader, size);
                more = !batch.rows().isEmpty() && sink.accept(batch);
            }
        }
    }

    private Batch batch(RowReader reader, int size) throws IOException {
        List<Row> rows = new ArrayList<>(size);
        List<Long> lines = new ArrayList<>(size);
        while (rows.size() < size) {
            @Nullable Line line = reader.next();
            if (line == null) {
                break;
            }
            if (line.row().isEmpty()) {
                throw new IOException(at(line.number()) + "the file has changed meanwhile: " + line.fault());
            }
            rows.add(line.row().get());
            lines.add(line.number());
        }
        return new Batch(rows, lines);
    }

    private BufferedReader open() throws IOException {
        InputStream bytes = Files.newInputStream(path);
        BufferedReader in = new BufferedReader(new InputStreamReader(
                bytes,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            // Spreadsheets write one before everything else.
            in.mark(1);
            if (in.read() != BYTE_ORDER_MARK) {
                in.reset();
            }
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
