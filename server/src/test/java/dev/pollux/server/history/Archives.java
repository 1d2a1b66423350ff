package dev.pollux.server.history;

import dev.pollux.archive.Archive;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Archives for tests. */
final class Archives {
    private Archives() {}

    static Archive open(Path folder) {
        return RocksArchive.open(
                RocksConfig.in(folder).withCommitInterval(Duration.ZERO).withMemoryBytes(8 << 20), Clock.systemUTC());
    }
}
