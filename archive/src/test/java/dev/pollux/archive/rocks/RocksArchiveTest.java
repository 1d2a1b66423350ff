package dev.pollux.archive.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the embedded archive promises. */
class RocksArchiveTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final long T = Ticks.of(NOW);
    private static final long DAY = Ticks.PER_DAY;
    private static final Series LEVEL = Series.of("T100.Level");

    @TempDir
    Path directory;

    private RocksConfig config() {
        return RocksConfig.in(directory.resolve("archive"))
                .withCommitInterval(Duration.ZERO)
                .withMemoryBytes(1 << 20);
    }

    private static RocksArchive open(RocksConfig config) {
        return RocksArchive.open(config, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static AppendResult append(RocksArchive archive, long time, int samples) {
        SplittableRandom random = new SplittableRandom(time);
        List<Batch.Entry> entries = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            entries.add(
                    new Batch.Entry(LEVEL, new ArchivedSample(time + i, time + i, 0, Value.of(random.nextDouble()))));
        }
        Batch batch =
                Batch.of(entries, List.of(new Batch.CoverageChange("plc", new TimeRange(time, time + samples), true)));
        return archive.append(batch, WriteMode.LIVE).join();
    }

    private static List<ArchivedSample> read(RocksArchive archive, long from, long to) {
        return archive.read(new Page.Request(LEVEL, new TimeRange(from, to), false, 1_000_000))
                .samples();
    }

    private static List<TimeRange> covered(RocksArchive archive) {
        return archive.coverage().getOrDefault("plc", List.of());
    }

    // A wrong clock stamps anything from 1601 to 9999; each partition takes memory, and time at the next start.
    @Test
    void aClockThatJumpsMakesNoThousandsOfPartitions() {
        SplittableRandom random = new SplittableRandom(1);
        List<Batch.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            long time = random.nextLong(Ticks.MIN, Ticks.MAX);
            entries.add(new Batch.Entry(LEVEL, new ArchivedSample(time, time, 0, Value.of(i))));
        }
        try (RocksArchive archive = open(config())) {
            assertThat(archive.append(Batch.of(entries), WriteMode.LIVE).join().rejected())
                    .isEmpty();
            assertThat(read(archive, Ticks.MIN, Ticks.MAX)).hasSize(3_000);
        }
        assertThat(RocksArchive.verify(directory.resolve("archive")).partitions())
                .hasSizeBetween(50, 120);
    }

    @Test
    void theDiskBudgetIsKeptAtTheCostOfTheOldest() {
        RocksConfig config = config().withBytesMax(6 << 20);
        try (RocksArchive archive = open(config)) {
            for (int day = 20; day > 0; day--) {
                for (int part = 0; part < 10; part++) {
                    append(archive, T - day * DAY + part * 10_000L, 4_000);
                }
            }
            append(archive, T, 1);
            assertThat(read(archive, T - 20 * DAY, T - 19 * DAY)).isEmpty();
            assertThat(read(archive, T - DAY, T)).hasSize(40_000);
            long oldest = archive.stats().oldest().orElseThrow();
            assertThat(oldest).isGreaterThan(T - 20 * DAY);
            assertThat(covered(archive).get(0).from()).isGreaterThanOrEqualTo(oldest);
            assertThat(archive.stats().bytes()).isLessThan(9 << 20);
            assertThat(append(archive, T - 20 * DAY, 1).rejected())
                    .extracting(AppendResult.Rejection::reason)
                    .containsExactly(AppendResult.Reason.OUT_OF_RETENTION);
        }
    }

    @Test
    void withOnlyThePresentLeftTheBudgetRefusesRatherThanDrops() {
        try (RocksArchive archive = open(config().withBytesMax(4 << 20))) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            append(archive, T + i * 10_000L, 5_000);
                        }
                    })
                    .hasMessageContaining("only the present partition is left");
            assertThat(read(archive, T, T + 5_000)).hasSize(5_000);
        }
        try (RocksArchive archive = open(config())) {
            append(archive, T + DAY, 5);
            assertThat(archive.stats().fault()).isEmpty();
        }
    }

    @Test
    void aBackupMadeWhileTheArchiveRunsIsRestoredAsItWas() {
        Path backup = directory.resolve("backup");
        Path restored = directory.resolve("restored");
        try (RocksArchive archive = open(config())) {
            append(archive, T - DAY, 1_000);
            append(archive, T, 1_000);

            archive.backup(backup);

            append(archive, T + 5_000, 1_000);
            assertThatThrownBy(() -> archive.backup(backup)).hasMessageContaining("not empty");
            assertThatThrownBy(() -> RocksArchive.restore(backup, directory.resolve("archive")))
                    .hasMessageContaining("in use");
        }
        RocksArchive.restore(backup, restored);
        assertThatThrownBy(() -> RocksArchive.restore(backup, restored)).hasMessageContaining("already");
        try (RocksArchive archive = open(config());
                RocksArchive copy = RocksArchive.open(
                        RocksConfig.in(restored).withCommitInterval(Duration.ZERO), Clock.systemUTC())) {
            assertThat(read(copy, T - DAY, T + DAY)).isEqualTo(read(archive, T - DAY, T + 5_000));
            assertThat(covered(copy)).hasSize(2);
            append(copy, T + 5_000, 1);
        }
    }

    @Test
    void damageIsFoundAndNamedWithTheRemedy() throws Exception {
        try (RocksArchive archive = open(config())) {
            append(archive, T, 20_000);
            archive.compact();
        }
        Path home = directory.resolve("archive");
        assertThat(RocksArchive.verify(home).sound()).isTrue();
        Path file = largest(home.resolve("db"));
        try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
            data.seek(data.length() / 3);
            int old = data.read();
            data.seek(data.length() / 3);
            data.write(old ^ 0x55);
        }

        Verification found = RocksArchive.verify(home);

        assertThat(found.sound()).isFalse();
        assertThat(found.partitions())
                .extracting(Verification.PartitionReport::sound)
                .containsOnly(false);
        assertThat(found.faults().get(0))
                .contains(file.getFileName().toString())
                .contains("restore a backup")
                .doesNotContain("\n");
        markUnclean(home);
        assertThatThrownBy(() -> open(config()))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("restore a backup");
        assertThatThrownBy(() -> open(config())).hasMessageContaining("damaged");
    }

    /** As a killed process leaves it. */
    private static void markUnclean(Path home) throws Exception {
        try (OpenStore store = OpenStore.open(home.resolve("db"), 1 << 20, List.of(), false)) {
            byte[] beforeAllFiles = new byte[Long.BYTES];
            store.db()
                    .put(
                            store.family("store"),
                            "running".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                            beforeAllFiles);
        }
    }

    private static Path largest(Path database) throws Exception {
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .max(java.util.Comparator.comparingLong(
                            file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    @Test
    void aSampleThatIsTooLargeIsRejectedAlone() {
        try (RocksArchive archive = open(config())) {
            Batch batch = Batch.of(List.of(
                    new Batch.Entry(LEVEL, new ArchivedSample(T, T, 0, Value.encoded(new byte[Append.VALUE_MAX]))),
                    new Batch.Entry(LEVEL, new ArchivedSample(T + 1, T, 0, Value.of(1)))));
            AppendResult result = archive.append(batch, WriteMode.LIVE).join();

            assertThat(result.stored()).isEqualTo(1);
            assertThat(result.rejected().get(0).reason()).isEqualTo(AppendResult.Reason.TOO_LARGE);
            assertThat(read(archive, T, T + 9)).hasSize(1);
        }
    }

    @Test
    void anAnswerThatCannotBeIsRefusedByItsConfiguration() {
        assertThatThrownBy(() -> config().withPartitionDays(0, java.util.Map.of()))
                .hasMessageContaining("archive.partition-days must be 1 to 31");
        assertThatThrownBy(() -> config().withPartitionDays(1, java.util.Map.of("minute", 32)))
                .hasMessageContaining("of minute");
        assertThatThrownBy(() -> config().withBytesMax(1)).hasMessageContaining("archive.bytes-max");
        assertThatThrownBy(() -> config().withCommitInterval(Duration.ofMinutes(1)))
                .hasMessageContaining("archive.commit-interval");
        assertThatThrownBy(() -> config().withPendingMax(0)).hasMessageContaining("archive.pending-max");
    }
}
