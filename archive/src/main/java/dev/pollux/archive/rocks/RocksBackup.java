package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.Checkpoint;

/**
 * Copies of an archive. A backup is laid out as an archive is, so it can be verified, and even opened, where it lies.
 */
final class RocksBackup {
    private static final String CHECKPOINT = "checkpoint";
    private static final String UNFINISHED = "db.unfinished";

    private RocksBackup() {}

    /** Removes what a killed process has left half done. */
    static void tidy(Path directory) {
        delete(directory.resolve(CHECKPOINT));
    }

    static void backup(RocksStore store, Path target) {
        try {
            Files.createDirectories(target);
            try (DirectoryStream<Path> content = Files.newDirectoryStream(target)) {
                if (content.iterator().hasNext()) {
                    throw new ArchiveException(target + ": is not empty: a backup needs a directory of its own");
                }
            }
            Path checkpoint = store.directory().resolve(CHECKPOINT);
            tidy(store.directory());
            // Links to the files as they are now, made at once; only the copying takes time, and disturbs nobody.
            store.read(view -> {
                try (Checkpoint made = Checkpoint.create(view.db())) {
                    made.createCheckpoint(checkpoint.toString());
                }
                return true;
            });
            try {
                copy(checkpoint, target.resolve(UNFINISHED));
            } finally {
                tidy(store.directory());
            }
            Files.move(target.resolve(UNFINISHED), target.resolve(RocksStore.DATABASE));
        } catch (IOException | UncheckedIOException e) {
            throw new ArchiveException(target + ": cannot write the backup: " + e, e);
        }
    }

    static void restore(Path backup, Path directory) {
        Path source = backup.resolve(RocksStore.DATABASE);
        if (!Files.isRegularFile(source.resolve("CURRENT"))) {
            throw new ArchiveException(backup + ": holds no backup");
        }
        Path target = directory.resolve(RocksStore.DATABASE);
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            if (Files.exists(lock.within(target))) {
                throw new ArchiveException(target + ": there is an archive already: move it away first");
            }
            delete(directory.resolve(UNFINISHED));
            copy(source, directory.resolve(UNFINISHED));
            Files.move(directory.resolve(UNFINISHED), target);
        } catch (IOException | UncheckedIOException e) {
            throw new ArchiveException(directory + ": cannot restore: " + e, e);
        }
        Verification found = RocksVerify.all(directory);
        if (!found.sound()) {
            delete(target);
            throw new ArchiveException(backup + ": the backup is damaged, nothing was restored: "
                    + found.faults().get(0));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> files;
        try (Stream<Path> listed = Files.list(from)) {
            files = listed.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(file.getFileName());
            Files.copy(file, copy);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new ArchiveException(directory + ": cannot be deleted: " + e, e);
        }
    }
}
