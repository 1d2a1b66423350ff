package dev.pollux.archive.influx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the station's process and of the database, again and again. */
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("pollux.rounds", 15);

    // What was acknowledged must be there, once, and the last state of a value must be the last.
    @Test
    void nothingAcknowledgedIsMissingAfterKills(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("pollux.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        Path queue = directory.resolve("queue");
        int acknowledged = -1;
        try (InfluxServer server = InfluxServer.start(directory.resolve("server"))) {
            boolean up = true;
            for (int round = 0; round < ROUNDS; round++) {
                int wanted = acknowledged + 1 + 10 * (1 + random.nextInt(40));
                Process writer = start(directory, queue, server, acknowledged + 1);
                try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
                    while (acknowledged < wanted) {
                        acknowledged = next(out, acknowledged);
                        if (random.nextInt(30) == 0) {
                            up = toggle(server, up);
                        }
                    }
                    // The handle: destroying the process itself would also close its output.
                    writer.toHandle().destroyForcibly();
                    acknowledged = Math.max(acknowledged, rest(out, acknowledged));
                } finally {
                    writer.destroyForcibly().waitFor();
                }
            }
            if (!up) {
                server.start();
            }
            verify(queue, server, acknowledged);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + "; writer: " + Files.readString(directory.resolve("writer.log")), e);
        }
    }

    private static void verify(Path queue, InfluxServer server, int acknowledged) {
        try (InfluxArchive archive = WriterProcess.open(queue, server.url())) {
            ArchiveModelTest.drained(archive);
            List<ArchivedSample> row =
                    ArchiveModel.readAll(archive, new Page.Request(WriterProcess.ROW, TimeRange.ALL, false, 10_000));
            assertThat(row.size())
                    .as("acknowledged, and at most the batch on the way")
                    .isBetween(acknowledged + 1, acknowledged + 11);
            for (int i = 0; i < row.size(); i++) {
                assertThat(row.get(i)).isEqualTo(WriterProcess.sample(i));
            }
            List<ArchivedSample> last =
                    ArchiveModel.readAll(archive, new Page.Request(WriterProcess.LAST, TimeRange.ALL, false, 10));
            assertThat(last).hasSize(1);
            assertThat((Integer) last.get(0).value().content()).isBetween(row.size() - 11, row.size() - 1);
            TimeRange complete = new TimeRange(WriterProcess.BASE, WriterProcess.BASE + row.size());
            assertThat(archive.coverage()).isEqualTo(Map.of(WriterProcess.DEVICE, List.of(complete)));
            // And without us: the database itself has each once.
            assertThat(server.query("SELECT count(st) FROM \"crash\".\"values\".\"v\" WHERE id = 'row'"))
                    .contains("[[0," + row.size() + "]]");
            assertThat(archive.stats().queue().orElseThrow().dropped()).isZero();
            assertThat(IntStream.range(0, row.size())
                            .mapToObj(i -> row.get(i).value().type()))
                    .containsOnly(Value.INT32);
        }
    }

    private static boolean toggle(InfluxServer server, boolean up) {
        if (up) {
            server.kill();
        } else {
            server.start();
        }
        return !up;
    }

    private static int next(BufferedReader out, int before) throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("the writer ended after " + before);
        }
        return Integer.parseInt(line);
    }

    /** What it had printed before it was killed; its last line may be torn. */
    private static int rest(BufferedReader out, int before) throws IOException {
        int last = before;
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
        }
        for (String line : lines.subList(0, Math.max(0, lines.size() - 1))) {
            last = Integer.parseInt(line);
        }
        return last;
    }

    private static Process start(Path directory, Path queue, InfluxServer server, int first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WriterProcess.class.getName(),
                        queue.toString(),
                        server.url().toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("writer.log").toFile()))
                .start();
    }
}
