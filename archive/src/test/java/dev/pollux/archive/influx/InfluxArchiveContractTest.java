package dev.pollux.archive.influx;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveContract;
import dev.pollux.archive.influx.InfluxConfig.Login;
import dev.pollux.archive.rocks.RocksConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The same promises as the embedded archive's, against the real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InfluxArchiveContractTest extends ArchiveContract {
    private InfluxServer server;

    @BeforeAll
    void startServer(@TempDir Path data) {
        server = InfluxServer.start(data);
    }

    @AfterAll
    void endServer() {
        server.close();
    }

    @Override
    protected Archive open(Path where) {
        // A database for each directory, so that what is opened again finds what it had.
        String database = "db" + Integer.toHexString(where.toString().hashCode());
        InfluxConfig config = new InfluxConfig(
                server.url(),
                new Login(InfluxServer.USER, InfluxServer.PASSWORD),
                database,
                "",
                "v",
                Map.of(),
                Duration.ofSeconds(30),
                10_000,
                1 << 30);
        RocksConfig queue =
                RocksConfig.in(where).withCommitInterval(Duration.ZERO).withMemoryBytes(8 << 20);
        return InfluxArchive.open(queue, config, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
