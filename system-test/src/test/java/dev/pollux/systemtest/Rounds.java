package dev.pollux.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of measured rounds, printed and kept in {@code target/failover-rounds.txt}. */
final class Rounds {
    private final String title;
    private final List<String> columns;
    private final List<List<Long>> rows = new ArrayList<>();

    Rounds(String title, String... columns) {
        this.title = title;
        this.columns = List.of(columns);
    }

    void add(long... numbers) {
        List<Long> row = new ArrayList<>();
        for (long number : numbers) {
            row.add(number);
        }
        rows.add(row);
    }

    void print() {
        StringBuilder text = new StringBuilder("\n" + title + "\n round");
        columns.forEach(column -> text.append(String.format(Locale.ROOT, "  %22s", column)));
        text.append('\n');
        for (int i = 0; i < rows.size(); i++) {
            text.append(String.format(Locale.ROOT, "%6d", i + 1));
            rows.get(i).forEach(number -> text.append(String.format(Locale.ROOT, "  %22d", number)));
            text.append('\n');
        }
        System.out.println(text);
        try {
            Files.writeString(
                    Files.createDirectories(Path.of("target")).resolve("failover-rounds.txt"),
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
