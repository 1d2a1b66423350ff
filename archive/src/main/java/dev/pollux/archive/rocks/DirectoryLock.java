package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Says that a directory is in use, to this and to other processes. The operating system ends it with the process,
 * so a killed one leaves nothing to clear away.
 */
final class DirectoryLock implements AutoCloseable {
    private static final long WHOLE_FILE = 1L << 40;
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws ArchiveException if another holds it; names the process */
    static DirectoryLock take(Path directory) {
        Path file = directory.resolve("lock");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                // The content, who holds it, stays readable for others: Windows locks ranges against reading too.
                FileLock lock = channel.tryLock(WHOLE_FILE, 1, false);
                if (lock != null) {
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap(
                            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
                    return new DirectoryLock(channel);
                }
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw inUse(directory, "this process");
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            channel.close();
            throw inUse(directory, "process " + Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new ArchiveException(file + ": cannot be written, the archive needs it: " + e, e);
        }
    }

    /** What is safe to touch while the lock is held. */
    Path within(Path path) {
        if (!channel.isOpen()) {
            throw new IllegalStateException("the lock was given up: " + path);
        }
        return path;
    }

    private static ArchiveException inUse(Path directory, String by) {
        return new ArchiveException(directory + ": the archive is in use by " + by
                + ": stop that first, or give each station a directory of its own");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ArchiveException("cannot give up the lock of the archive: " + e, e);
        }
    }
}
