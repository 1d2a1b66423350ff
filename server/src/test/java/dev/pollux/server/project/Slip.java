package dev.pollux.server.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A mistake and what is said about it.
 *
 * @param file that is changed
 * @param old text in the good file
 * @param with what a hurried person writes instead
 * @param faults all the lines that are to be printed
 */
record Slip(String file, String old, String with, List<String> faults) {

    /** The slips of {@code slips.txt} in files whose name begins with {@code prefix}. */
    static Stream<Slip> of(String prefix) {
        List<Slip> slips = new ArrayList<>();
        String file = "";
        String old = "";
        for (String line : table().lines().toList()) {
            String text = line.length() < 2 ? "" : line.substring(2).translateEscapes();
            switch (line.isEmpty() ? '#' : line.charAt(0)) {
                case '@' -> file = text;
                case '-' -> old = text;
                case '+' -> slips.add(new Slip(file, old, text, new ArrayList<>()));
                case '=' -> slips.get(slips.size() - 1).faults().add(text);
                case '#' -> {}
                default -> throw new IllegalStateException("slips.txt: " + line);
            }
        }
        return slips.stream().filter(slip -> slip.file().startsWith(prefix));
    }

    private static String table() {
        try (InputStream in = Objects.requireNonNull(Slip.class.getResourceAsStream("slips.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    void apply(SampleProject sample) {
        sample.replace(file, old, with);
    }

    @Override
    public String toString() {
        return file + ": " + old + " -> " + with;
    }
}
