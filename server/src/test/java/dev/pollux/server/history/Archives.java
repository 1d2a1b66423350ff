package dev.pollux.server.history;

import dev.pollux.archive.Archive;
import java.nio.file.Path;

/** Archives for tests. */
final class Archives {
    private Archives() {}

    static Archive open(Path folder) {
        return new MemoryArchive();
    }
}
