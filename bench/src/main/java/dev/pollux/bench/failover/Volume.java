package dev.pollux.bench.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The disk of one station: an ext4 file system of its own in a file. Frozen ({@code fsfreeze}) every write and
 * sync waits, as on a disk that hangs; filled to the last block every write fails. Without the rights for that a
 * plain directory.
 */
final class Volume implements AutoCloseable {
    private static final String SIZE = "2G";

    private final Path place;
    private final Path image;
    private final boolean own;
    private boolean frozen;

    Volume(Path directory, String name, boolean own) {
        this.own = own;
        image = directory.resolve(name + ".ext4");
        try {
            place = Files.createDirectories(directory.resolve("disk-" + name)).toAbsolutePath();
            if (own) {
                Shell.run("fallocate", "-l", SIZE, image.toString());
                Shell.run("mkfs.ext4", "-q", "-m", "0", image.toString());
                Shell.run("mount", "-o", "loop", image.toString(), place.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this machine lets us have volumes of our own. */
    static boolean possible() {
        return Shell.rootWith("mkfs.ext4", "fsfreeze", "fallocate", "mount")
                && Files.exists(Path.of("/dev/loop-control"));
    }

    Path path() {
        return place;
    }

    /** Lets all writes wait. */
    synchronized void freeze() {
        if (!frozen) {
            Shell.run("fsfreeze", "-f", place.toString());
            frozen = true;
        }
    }

    synchronized void thaw() {
        if (frozen) {
            Shell.run("fsfreeze", "-u", place.toString());
            frozen = false;
        }
    }

    /** Leaves no block free. */
    void fill() {
        long free = place.toFile().getUsableSpace();
        Shell.attempt(
                "fallocate",
                "-l",
                "" + Math.max(4096, free - (1 << 20)),
                ballast().toString());
        // What fallocate leaves is taken block by block until there is none.
        Shell.attempt("dd", "if=/dev/zero", "of=" + ballast() + "2", "bs=4096", "status=none");
    }

    void empty() {
        try {
            Files.deleteIfExists(ballast());
            Files.deleteIfExists(Path.of(ballast() + "2"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ballast() {
        return place.resolve("ballast");
    }

    @Override
    public void close() {
        if (own) {
            thaw();
            Shell.attempt("umount", "-l", place.toString());
            Shell.attempt("rm", "-f", image.toString());
        }
    }
}
