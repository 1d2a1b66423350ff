package dev.pollux.archive.rocks;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

class RocksArchiveContractTest extends ArchiveContract {
    @Override
    protected Archive open(Path where) {
        RocksConfig config =
                RocksConfig.in(where).withCommitInterval(Duration.ZERO).withMemoryBytes(8 << 20);
        return RocksArchive.open(config, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
