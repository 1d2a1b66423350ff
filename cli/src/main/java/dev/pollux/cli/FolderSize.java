package dev.pollux.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the files below a directory take together.
 *
 * @param bytes as far as they could be seen: others may be writing
 */
record FolderSize(long bytes) {
    static FolderSize of(Path directory) {
        if (!Files.isDirectory(directory)) {
            return new FolderSize(0);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return new FolderSize(files.mapToLong(FolderSize::size).sum());
        } catch (IOException | UncheckedIOException e) {
            return new FolderSize(0);
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
