package dev.pollux.bench.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of one process, which can be stepped: libfaketime in front of the system's. Monotonic time is
 * not touched.
 */
final class FakeClock {
    private final Path library;
    private final Path offset;

    FakeClock(Path library, Path directory, String station) {
        this.library = library;
        offset = directory.resolve("clock-" + station).toAbsolutePath();
        step(0);
    }

    /** Where libfaketime is: named by {@code -Dpollux.faketime}, installed, or unpacked beside the sources. */
    static Optional<Path> find() {
        String below = (System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64")
                + "-linux-gnu/faketime/libfaketime.so.1";
        Stream<Path> named = Optional.ofNullable(System.getProperty("pollux.faketime")).map(Path::of).stream();
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("interop/.tools/faketime/usr/lib").resolve(below));
        return Stream.of(named, Stream.of(Path.of("/usr/lib").resolve(below)), above)
                .flatMap(places -> places)
                .filter(Files::exists)
                .findFirst();
    }

    List<String> prefix() {
        return List.of(
                "env",
                "LD_PRELOAD=" + library,
                "FAKETIME_TIMESTAMP_FILE=" + offset,
                "FAKETIME_CACHE_DURATION=1",
                "DONT_FAKE_MONOTONIC=1",
                // Otherwise every wait with a limit returns at once.
                "FAKETIME_FORCE_MONOTONIC_FIX=0");
    }

    /** From within a second on, the clock is this many seconds ahead of the true one. */
    void step(int seconds) {
        try {
            Files.writeString(offset, "%+d%n".formatted(seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
