package dev.pollux.archive.influx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.influx.InfluxConfig.Login;
import dev.pollux.archive.rocks.RocksConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random changes and reads, with the database coming and going; an archive in maps says what must come out. */
class ArchiveModelTest {
    private static final int ROUNDS = Integer.getInteger("pollux.rounds", 5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    // Whether a change is still queued, half sent or stored must make no difference to a reader.
    @Test
    void readsAreTheSameWhereverASampleLies(@TempDir Path directory) {
        long seed = Long.getLong("pollux.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        try (InfluxServer server = InfluxServer.start(directory.resolve("server"))) {
            InfluxArchive archive = open(directory, server);
            try {
                ArchiveModel model = new ArchiveModel(random);
                for (int round = 0; round < ROUNDS; round++) {
                    boolean up = random.nextBoolean();
                    if (!up) {
                        server.stop();
                    }
                    for (int i = random.nextInt(30); i > 0; i--) {
                        model.change(archive);
                        if (up && random.nextInt(8) == 0) {
                            model.verify(archive);
                        }
                    }
                    if (random.nextBoolean()) {
                        archive.close();
                        archive = open(directory, server);
                    }
                    if (!up) {
                        server.start();
                        awaitReadable(archive);
                    }
                    model.verify(archive);
                }
                drained(archive);
                model.verify(archive);
                assertThat(archive.stats().queue().orElseThrow().dropped()).isZero();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            } finally {
                archive.close();
            }
        }
    }

    private static InfluxArchive open(Path directory, InfluxServer server) {
        InfluxConfig config = new InfluxConfig(
                server.url(),
                new Login(InfluxServer.USER, InfluxServer.PASSWORD),
                "plant",
                "",
                "v",
                Map.of(),
                Duration.ofSeconds(30),
                100,
                1 << 30);
        RocksConfig queue = RocksConfig.in(directory.resolve("queue"))
                .withCommitInterval(Duration.ZERO)
                .withMemoryBytes(8 << 20);
        return InfluxArchive.open(queue, config, Clock.systemUTC());
    }

    private static void awaitReadable(InfluxArchive archive) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            archive.bound(ArchiveModel.SERIES.get(0), 0, Archive.Side.AT_OR_AFTER, TimeRange.ALL);
            return true;
        });
    }

    static void drained(InfluxArchive archive) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(archive.stats().queue().orElseThrow().lag()).isZero());
    }
}
