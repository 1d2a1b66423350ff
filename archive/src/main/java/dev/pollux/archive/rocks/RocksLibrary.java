package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * The native library of RocksDB, kept under one fixed name in a directory of the station.
 *
 * <p>RocksDB itself would extract it into the temporary directory at each start and leave it there when the
 * process is killed, and could not load it from one that is mounted noexec.
 */
public final class RocksLibrary {
    private RocksLibrary() {}

    /**
     * Loads the library; does nothing if this process has loaded it before, from whichever directory. Must come
     * before any other use of RocksDB's classes. Several processes may do so with the same directory at once.
     *
     * @param directory is created if missing; holds a single file, whatever happens to the process
     * @throws ArchiveException if there is no library for this platform, or the directory does not let it be loaded
     */
    public static synchronized void load(Path directory) {
        // The process can load the library only once, whatever the directory: RocksDB itself remembers that.
        if (RocksDB.rocksdbVersion() != null) {
            return;
        }
        String resource = "/" + Environment.getJniLibraryFileName("rocksdb");
        Path home = directory.toAbsolutePath();
        Path library = home.resolve(Environment.getJniLibraryFileName("rocksdbjni"));
        try (InputStream in = RocksDB.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ArchiveException("no RocksDB for this platform (" + resource.substring(1)
                        + "): use Linux x86-64 or aarch64 with glibc, or Windows x86-64");
            }
            Files.createDirectories(home);
            keep(in.readAllBytes(), home, library);
            RocksDB.loadLibrary(List.of(home.toString()));
        } catch (IOException e) {
            throw new ArchiveException(library + ": cannot be written, the archive needs it: " + e.getMessage(), e);
        } catch (UnsatisfiedLinkError e) {
            throw new ArchiveException(
                    library + ": cannot be loaded (is the file system mounted noexec?): " + e.getMessage(), e);
        }
    }

    /** Under a lock between processes, so that leftovers of a killed one can be told from another's work. */
    private static void keep(byte[] content, Path home, Path library) throws IOException {
        Path lockFile = home.resolve("lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid() || isSame(content, library)) {
                return;
            }
            deleteLeftovers(home);
            Path unfinished = home.resolve(library.getFileName() + ".unfinished");
            Files.write(unfinished, content);
            // Another process may have the old file mapped: it keeps that one.
            Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean isSame(byte[] content, Path library) throws IOException {
        return Files.isRegularFile(library)
                && Files.size(library) == content.length
                && Arrays.equals(Files.readAllBytes(library), content);
    }

    private static void deleteLeftovers(Path home) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(home, "*.unfinished")) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }
}
