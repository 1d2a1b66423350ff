package dev.pollux.archive.influx;

import dev.pollux.archive.Archive;
import dev.pollux.archive.influx.InfluxConfig.Login;
import dev.pollux.archive.rocks.RocksConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Opens archives in a running server, for tests of other packages. */
public final class InfluxStores {
    private InfluxStores() {}

    /** An archive with its queue in a directory. */
    public static Archive open(InfluxServer server, Path queue, String database) {
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
        return InfluxArchive.open(
                RocksConfig.in(queue).withCommitInterval(Duration.ZERO).withMemoryBytes(8 << 20),
                config,
                Clock.systemUTC());
    }
}
