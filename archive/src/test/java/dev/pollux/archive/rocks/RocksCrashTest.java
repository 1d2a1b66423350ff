package dev.pollux.archive.rocks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that archives under load is killed at any moment. */
class RocksCrashTest {
    @TempDir
    Path directory;

    @Test
    void nothingAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        int rounds = Integer.getInteger("pollux.rounds", 20);
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Path home = directory.resolve("archive");
        int next = 0;
        int checked = 0;
        for (int round = 0; round < rounds; round++) {
            int last = writeAndKill(home, next, random);
            try (RocksArchive archive = CrashWriter.open(home)) {
                int found = assertWhole(archive, checked, last);
                checked = found + 1;
                next = found + 1;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
            assertThat(librariesIn(home.resolve("native"))).isEqualTo(1);
        }
        assertThat(next).as("control: batches were written").isGreaterThan(rounds * 5);
        assertThat(directory.resolve("tmp"))
                .as("nothing was extracted elsewhere")
                .isEmptyDirectory();
        Verification verified = RocksArchive.verify(home);
        assertThat(verified.faults()).isEmpty();
        assertThat(verified.samples()).isEqualTo((long) next * CrashWriter.SAMPLES);
    }

    @Test
    void aSecondProcessIsToldWhoHasTheArchive() throws Exception {
        Path home = directory.resolve("archive");
        Process first = start(home, 0);
        try {
            try (BufferedReader out = first.inputReader(UTF_8)) {
                assertThat(out.readLine()).isEqualTo("0");
                assertThatThrownBy(() -> CrashWriter.open(home))
                        .isInstanceOf(ArchiveException.class)
                        .hasMessageContaining("in use by process " + first.pid());
                assertThatThrownBy(() -> RocksArchive.verify(home)).hasMessageContaining("in use");
            }
        } finally {
            end(first);
        }
        CrashWriter.open(home).close();
    }

    /** Returns the last batch that was acknowledged, or the one before the first. */
    private int writeAndKill(Path home, int first, SplittableRandom random) throws Exception {
        Process writer = start(home, first);
        int last = first - 1;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
            // Moments in the life of the process, from its first batches on; not of the clock, which says little
            // here.
            int batches = random.nextInt(10) == 0 ? random.nextInt(1, 3) : random.nextInt(1, 400);
            for (int i = 0; i < batches; i++) {
                last = acknowledged(out.readLine(), last);
            }
            // Through its handle: Process.destroyForcibly would close the stream that is still to be read.
            assertThat(writer.toHandle().destroyForcibly()).isTrue();
            // What it said before it died counts, too.
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = acknowledged(line, last);
            }
        } finally {
            end(writer);
        }
        return last;
    }

    private static int acknowledged(@Nullable String line, int last) {
        // A line that the kill has cut can only be shorter.
        if (line != null && line.equals(Integer.toString(last + 1))) {
            return last + 1;
        }
        assertThat(Integer.toString(last + 1)).as("what the writer said").startsWith(String.valueOf(line));
        return last;
    }

    /** Returns the last batch that is there. Batches after the last acknowledged may be there, as a whole. */
    private static int assertWhole(RocksArchive archive, int from, int acknowledged) {
        Map<Integer, Integer> samples = new HashMap<>();
        for (int number = 0; number < CrashWriter.SERIES; number++) {
            for (int day = 0; day < 2; day++) {
                TimeRange range = new TimeRange(
                        CrashWriter.time(from, 0) - day * Ticks.PER_DAY,
                        CrashWriter.time(Integer.MAX_VALUE / 100, 0) - day * Ticks.PER_DAY);
                Page page = archive.read(new Page.Request(CrashWriter.series(number), range, false, 1_000_000));
                for (ArchivedSample sample : page.samples()) {
                    samples.merge(batchOf(sample), 1, Integer::sum);
                }
            }
        }
        int last = samples.keySet().stream().mapToInt(Integer::intValue).max().orElse(from - 1);
        assertThat(last).as("acknowledged %d", acknowledged).isGreaterThanOrEqualTo(acknowledged);
        for (int number = from; number <= last; number++) {
            assertThat(samples.get(number)).as("batch %d", number).isEqualTo(CrashWriter.SAMPLES);
        }
        List<ArchivedSample> expected = new ArrayList<>();
        for (Batch.Entry entry : CrashWriter.batch(last).samples()) {
            if (entry.series().equals(CrashWriter.series(0))) {
                expected.add(entry.sample());
            }
        }
        assertThat(expected)
                .allSatisfy(sample -> assertThat(archive.read(new Page.Request(
                                        CrashWriter.series(0),
                                        new TimeRange(sample.time(), sample.time() + 1),
                                        false,
                                        2))
                                .samples())
                        .containsExactly(sample));
        // Coverage is of the same batch as the samples, neither more nor less.
        List<TimeRange> covered = last == 0
                ? List.of(CrashWriter.covered(0))
                : List.of(CrashWriter.covered(last - 1), CrashWriter.covered(last));
        assertThat(archive.coverage()).isEqualTo(Map.of(CrashWriter.DEVICE, covered));
        return last;
    }

    private static int batchOf(ArchivedSample sample) {
        return Integer.parseInt(String.valueOf(sample.value().content()).split(" ", -1)[1]);
    }

    private static long librariesIn(Path natives) throws IOException {
        try (Stream<Path> files = Files.list(natives)) {
            return files.filter(file -> !file.endsWith("lock")).count();
        }
    }

    private Process start(Path home, int first) throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CrashWriter.class.getName(),
                home.toString(),
                Integer.toString(first));
        return builder.redirectError(directory.resolve("writer.log").toFile()).start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
