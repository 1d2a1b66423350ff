package dev.pollux.archive.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

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

    // What ext4 does by itself after an error of the device: read-only from one moment to the next, under open files.
    @Test
    void aDiskThatTurnsReadOnlyIsReadOn() throws Exception {
        Path image = disk.resolve("image");
        Path inner = Files.createDirectory(directory.resolve("ext4"));
        Files.write(image, new byte[32 << 20]);
        run("mkfs.ext4", "-q", "-F", image.toString());
        assumeThat(tried("mount", "-o", "loop", image.toString(), inner.toString()))
                .as("loop devices")
                .isEmpty();
        try {
            RocksConfig config = RocksConfig.in(inner.resolve("archive")).withMemoryBytes(2 << 20);
            Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
            try (RocksArchive archive = RocksArchive.open(config, clock)) {
                append(archive, 0);
                run("mount", "-o", "remount,abort", inner.toString());
                assertThatThrownBy(() -> append(archive, 1)).hasMessageContaining("cannot store");
                assertThat(archive.stats().fault()).isPresent();
                assertHolds(archive, 1);
            }
            run("umount", inner.toString());
            tried("e2fsck", "-p", image.toString());
            run("mount", "-o", "loop", image.toString(), inner.toString());
            try (RocksArchive archive = RocksArchive.open(config, clock)) {
                append(archive, 2);
                assertHolds(archive, 1);
            }
        } finally {
            run("umount", inner.toString());
        }
    }

    private int appendUntilItFails(RocksArchive archive) throws IOException {
        // Something else fills the disk, down to a little more than a start needs.
        long space = Files.getFileStore(disk).getUsableSpace();
        Files.write(disk.resolve("ballast"), new byte[(int) (space - (4 << 20))]);
        for (int batch = 0; batch < 100_000; batch++) {
            try {
                append(archive, batch);
            } catch (CompletionException e) {
                return batch;
            }
        }
        throw new AssertionError("the disk did not get full");
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
        assertThat(tried(command))
                .as("%s (this test needs the right to mount)", String.join(" ", command))
                .isEmpty();
    }

    /** Returns how it failed; empty if it did not. */
    private static String tried(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? "" : process.exitValue() + " " + said;
    }
}
