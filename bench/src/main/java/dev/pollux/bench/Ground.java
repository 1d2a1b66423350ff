package dev.pollux.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Where and how large a measure runs.
 *
 * @param directory of its own, empty; taken away afterwards
 * @param share of the full size, 0 to 1: a small one shows that a measure works, not how fast
 */
record Ground(Path directory, double share) {
    /** Names the first port to use. */
    static final String PORT_KEY = "pollux.port";

    static final int FIRST_PORT = Integer.getInteger(PORT_KEY, 27700);

    private static final AtomicInteger PORT = new AtomicInteger(FIRST_PORT);

    Ground {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("--share must be above 0 and at most 1, not " + share);
        }
    }

    /** So many of something at this size, at least {@code least}. */
    int scaled(int full, int least) {
        return (int) Math.max(least, Math.round(full * share));
    }

    /** A directory below this one's; made if it is missing. */
    Path sub(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next port of a range that nothing else should use; {@code -Dpollux.port} moves it. */
    static int port() {
        return PORT.getAndIncrement();
    }

    /** A file that stands somewhere above the working directory: whether started from the module or from the root. */
    static Optional<Path> above(String file) {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve(file))
                .filter(Files::exists)
                .findFirst();
    }
}
