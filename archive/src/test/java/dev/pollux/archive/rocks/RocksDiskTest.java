package dev.pollux.archive.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of a few MiB, which needs the right to mount one, as root in a container has. */
class RocksDiskTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final long T = Ticks.of(NOW);
    private static final Series SERIES = Series.of("T100.Level");
    private static final int BATCH = 200;

    @TempDir
    Path directory;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        // A library that is loaded from the disk would keep it from being unmounted as long as this process lives.
        RocksLibrary.load(directory.resolve("native"));
        disk = Files.createDirectory(directory.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    private RocksArchive open() {
        RocksConfig config = RocksConfig.in(disk.resolve("archive"))
                .withCommitInterval(Duration.ZERO)
                .withMemoryBytes(2 << 20);
        return RocksArchive.open(config, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void aFullDiskCostsNothingThatWasThereAndHealsByItself() throws Exception {
        try (RocksArchive archive = open()) {
            int stored = appendUntilItFails(archive);
            assertThat(stored).isPositive();
            assertThat(archive.stats().fault())
                    .hasValueSatisfying(fault ->
                            assertThat(fault).contains("the disk is full").doesNotContain("\n"));
            assertHolds(archive, stored);

            Files.delete(disk.resolve("ballast"));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(CompletionException.class)
                    .untilAsserted(() -> append(archive, stored));
            assertThat(archive.stats().fault()).isEmpty();
            assertHolds(archive, stored + 1);
        }
        try (RocksArchive archive = open()) {
            append(archive, 1_000_000);
        }
        Verification found = RocksArchive.verify(disk.resolve("archive"));
        assertThat(found.faults()).isEmpty();
    }

    // A disk cannot be made read-only while files on it are open for writing; a start on such a disk can be tried.
    @Test
    void aReadOnlyDiskIsNamedAndLosesNothing() throws Exception {
        try (RocksArchive archive = open()) {
            append(archive, 0);
        }
        run("mount", "-o", "remount,ro", disk.toString());
        assertThatThrownBy(this::open)
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining(disk.resolve("archive").toString())
                .hasMessageContaining("Read-only file system");
        run("mount", "-o", "remount,rw", disk.toString());
        try (RocksArchive archive = open()) {
            assertHolds(archive, 1);
            append(archive, 1);
            assertHolds(archive, 2);
        }
    }

    // From one moment to the next under open files, as file systems do it after an error of the device. A read-only
    // mount
    // of the directory over itself does the same to all that is opened from then on.
    @Test
    void aDiskThatTurnsReadOnlyIsReadOnAndHealsByItself() throws Exception {
        Path store = disk.resolve("archive");
        try (RocksArchive archive = open()) {
            append(archive, 0);
            run("mount", "--bind", store.toString(), store.toString());
            int stored;
            try {
                run("mount", "-o", "remount,ro,bind", store.toString());
                stored = 1 + appendUntilItFails(archive, 1);
                assertThat(archive.stats().fault())
                        .hasValueSatisfying(fault -> assertThat(fault)
                                .contains("Read-only file system")
                                .doesNotContain("\n"));
                assertHolds(archive, stored);
            } finally {
                run("umount", store.toString());
            }

            int next = stored;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(CompletionException.class)
                    .untilAsserted(() -> append(archive, next));
            assertThat(archive.stats().fault()).isEmpty();
            assertHolds(archive, stored + 1);
        }
        assertThat(RocksArchive.verify(store).faults()).isEmpty();
    }

    private int appendUntilItFails(RocksArchive archive) throws IOException {
        // Something else fills the disk, down to a little more than a start needs.
        long space = Files.getFileStore(disk).getUsableSpace();
        Files.write(disk.resolve("ballast"), new byte[(int) (space - (4 << 20))]);
        return appendUntilItFails(archive, 0);
    }

    /** Returns how many batches were stored. */
    private static int appendUntilItFails(RocksArchive archive, int first) {
        for (int batch = first; batch < 100_000; batch++) {
            try {
                append(archive, batch);
            } catch (CompletionException e) {
                return batch - first;
            }
        }
        throw new AssertionError("the disk took everything");
    }

    private static void append(Archive archive, int number) {
        SplittableRandom random = new SplittableRandom(number);
        List<Batch.Entry> entries = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            long time = T + (long) number * BATCH + i;
            entries.add(new Batch.Entry(SERIES, new ArchivedSample(time, time, 0, Value.of(random.nextDouble()))));
        }
        archive.append(Batch.of(entries), WriteMode.LIVE).join();
    }

    private static void assertHolds(Archive archive, int batches) {
        TimeRange range = new TimeRange(T, T + (long) batches * BATCH);
        assertThat(archive.read(new Page.Request(SERIES, range, false, Integer.MAX_VALUE))
                        .samples())
                .hasSize(batches * BATCH);
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s (this test needs root and the right to mount)", String.join(" ", command), said.strip())
                .isZero();
    }
}
