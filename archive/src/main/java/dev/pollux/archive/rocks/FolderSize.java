package dev.pollux.archive.rocks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** How much is in a directory while files come and go in it. */
final class FolderSize extends SimpleFileVisitor<Path> {
    private long bytes;

    private FolderSize() {}

    /** Bytes of all files below a directory; one that is removed meanwhile may count or not. */
    static long of(Path directory) throws IOException {
        FolderSize size = new FolderSize();
        Files.walkFileTree(directory, size);
        return size.bytes;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        bytes += attributes.isRegularFile() ? attributes.size() : 0;
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException reason) throws IOException {
        if (reason instanceof NoSuchFileException) {
            // A compaction has just removed it.
            return FileVisitResult.CONTINUE;
        }
        throw reason;
    }
}
