package dev.pollux.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The example project, and copies of it to be spoilt. */
public final class Example {
    /** Where it is, seen from the module. */
    public static final String DIRECTORY = "../examples/waterworks";

    private Example() {}

    /** Copies it. */
    public static Path copyTo(Path directory) throws IOException {
        Path target = directory.resolve("waterworks");
        Path source = Path.of(DIRECTORY);
        List<Path> files;
        try (Stream<Path> all = Files.walk(source)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = target.resolve(source.relativize(file).toString());
            Files.createDirectories(java.util.Objects.requireNonNull(copy.getParent()));
            Files.copy(file, copy);
        }
        return target;
    }

    /** Changes its project.yaml. */
    public static void replace(Path project, String old, String changed) throws IOException {
        Path file = project.resolve("project.yaml");
        String text = Files.readString(file);
        if (!text.contains(old)) {
            throw new IllegalArgumentException("the example has no " + old);
        }
        Files.writeString(file, text.replace(old, changed));
    }
}
