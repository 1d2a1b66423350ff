package dev.pollux.archive.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchiveStats;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.influx.FaultyProxy.Answer;
import dev.pollux.archive.influx.InfluxConfig.Login;
import dev.pollux.archive.rocks.RocksConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real server behind a proxy that spoils answers: nothing acknowledged may be missing afterwards. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTest {
    private static final long BASE = Ticks.of(Instant.parse("2026-11-21T12:00:00Z"));
    private static final Series TAG = Series.of("T100.Level");
    private static final String DEVICE = "plc1";

    private InfluxServer server;
    private int databases;

    @TempDir
    private Path directory;

    private FaultyProxy proxy;
    private InfluxArchive archive;

    @BeforeAll
    void startServer(@TempDir Path data) {
        server = InfluxServer.start(data);
    }

    @AfterAll
    void endServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        databases++;
        proxy = new FaultyProxy();
        passAll();
        archive = open(new Login(InfluxServer.USER, InfluxServer.PASSWORD), 1 << 30);
    }

    @AfterEach
    void close() {
        archive.close();
        proxy.close();
    }

    // Every kind of "not now" in turn: the samples wait, the cause can be read in one line, then all arrive.
    @Test
    void whatIsRefusedForNowIsSentLater() {
        append(0, 10);
        awaitSent();
        List<Answer> faults = List.of(
                Answer.of(500, "{\"error\":\"timeout\"}"),
                Answer.of(500, "{\"error\":\"write failed: no space left on device\"}"),
                Answer.of(503, "busy").with("Retry-After", "0"),
                Answer.of(429, "{\"message\":\"too many requests\"}").with("Retry-After", "1"),
                Answer.of(401, "{\"error\":\"authorization failed\"}"),
                Answer.of(403, "{\"error\":\"forbidden\"}"),
                Answer.of(404, "404 page not found"),
                Answer.of(200, "<html>Please log in</html>"),
                Answer.of(204, "").cutAfter(0));
        int from = 10;
        for (Answer fault : faults) {
            AtomicInteger failed = new AtomicInteger();
            proxy.behave(request ->
                    request.isWrite() && failed.getAndIncrement() >= 0 ? fault : proxy.pass(request, server.url()));
            append(from, 10);
            await().untilAsserted(() -> assertThat(failed).hasValueGreaterThanOrEqualTo(2));
            await().untilAsserted(() -> assertThat(queue().lastError())
                    .as(fault.toString())
                    .isNotEmpty()
                    .doesNotContain("\n"));
            assertThat(queue().samples()).isPositive();
            from += 10;

            passAll();
            awaitSent();

            assertThat(queue().lastError()).isEmpty();
            assertThat(read()).isEqualTo(samples(0, from));
        }
        assertThat(queue().dropped()).isZero();
    }

    // An operator must see what only he can help with.
    @Test
    void wrongPasswordAndFullDiskAreFaultsThatEndByThemselves() {
        proxy.behave(request -> Answer.of(401, "{\"error\":\"authorization failed\"}"));
        append(0, 5);
        await().untilAsserted(() -> assertThat(archive.stats().fault().orElse(""))
                .contains("401")
                .contains(proxy.url().toString())
                .doesNotContain("\n"));
        proxy.behave(request -> request.isWrite()
                ? Answer.of(500, "{\"error\":\"engine: no space left on device\"}")
                : proxy.pass(request, server.url()));
        await().untilAsserted(
                        () -> assertThat(archive.stats().fault().orElse("")).contains("no space left on device"));

        passAll();

        awaitSent();
        assertThat(archive.stats().fault()).isEmpty();
        assertThat(read()).isEqualTo(samples(0, 5));
    }

    // What comes after a restart goes on behind the backlog, also when that has gone before.
    @Test
    void sendingGoesOnAfterARestartHasWorkedOffTheBacklog() {
        proxy.behave(request -> Answer.of(503, ""));
        for (int i = 0; i < 5; i++) {
            append(10 * i, 10);
            archive.close();
            archive = open(new Login(InfluxServer.USER, InfluxServer.PASSWORD), 1 << 30);
        }
        assertThat(queue().samples()).isEqualTo(50);
        passAll();
        awaitSent();

        append(50, 10);

        awaitSent();
        assertThat(read()).isEqualTo(samples(0, 60));
    }

    // A server that is stopped still accepts connections; only time tells that nobody answers.
    @Test
    void frozenServerLosesNothing() {
        append(0, 10);
        awaitSent();
        server.freeze();
        try {
            append(10, 100);
            await().untilAsserted(() -> assertThat(queue().lastError()).contains("not answer"));
            assertThatThrownBy(this::read).isInstanceOf(ArchiveException.class);
        } finally {
            server.thaw();
        }
        awaitSent();
        assertThat(read()).isEqualTo(samples(0, 110));
    }

    // Half of an answer must not look like a whole one: a trend or a comparison would show a hole where there is none.
    @Test
    void answerThatBreaksOffIsAnError() {
        append(0, 2_000);
        awaitSent();
        assertThat(read()).hasSize(2_000);
        proxy.behave(request -> request.path().equals("/query")
                ? proxy.pass(request, server.url()).cutAfter(20_000)
                : proxy.pass(request, server.url()));
        assertThatThrownBy(this::read).isInstanceOf(ArchiveException.class).hasMessageContaining("not answer");
        proxy.behave(request -> {
            Answer whole = proxy.pass(request, server.url());
            String text = new String(whole.body(), StandardCharsets.UTF_8);
            return request.path().equals("/query") && text.contains("]]")
                    ? Answer.of(200, text.replace("]]}]}", "]],\"partial\":true}],\"error\":\"shard is gone\"}"))
                    : whole;
        });
        assertThatThrownBy(this::read).isInstanceOf(ArchiveException.class).hasMessageContaining("shard is gone");
        proxy.behave(request -> request.path().equals("/query")
                ? Answer.of(
                        200, "{\"results\":[{\"series\":[{\"columns\":[\"time\"],\"values\":[],\"partial\":true}]}]}")
                : proxy.pass(request, server.url()));
        assertThatThrownBy(this::read).isInstanceOf(ArchiveException.class).hasMessageContaining("announced");
    }

    // One line that the server cannot take must not hold up or take with it those beside it.
    @Test
    void onlyTheBadSampleIsLost() {
        proxy.behave(request -> request.isWrite() && lines(request).anyMatch(line -> line.contains("i=13i"))
                ? Answer.of(400, "{\"error\":\"unable to parse 'v,id=...'\"}")
                : proxy.pass(request, server.url()));
        append(0, 100);
        awaitSent();
        List<ArchivedSample> expected = new ArrayList<>(samples(0, 100));
        expected.remove(13);
        assertThat(read()).isEqualTo(expected);
        assertThat(queue().dropped()).isEqualTo(1);
        assertThat(queue().lastError()).isEmpty();
    }

    // 400 with "dropped" means that the others are stored: it is no reason to send them again for ever.
    @Test
    void typeConflictCostsTheConflictingSamplesOnly() {
        String time = Long.toString(InfluxTime.nanos(BASE + 1000));
        server.query("CREATE DATABASE db" + databases + " WITH NAME \"values\"");
        try (InfluxConnection other =
                new InfluxConnection(config(new Login("admin", InfluxServer.PASSWORD), 1 << 30))) {
            assertThat(other.write(Series.VALUES, "v,id=foreign i=1.5 " + time)).isEqualTo(WriteAnswer.STORED);
        }
        Batch.Entry text =
                new Batch.Entry(TAG, new ArchivedSample(BASE + 50, BASE, 0, new Value(Value.STRING, "stays")));
        List<Batch.Entry> entries = new ArrayList<>(List.of(text));
        entries.addAll(Batch.of(entries(0, 10)).samples());
        archive.append(Batch.of(entries), WriteMode.LIVE).join();
        await().untilAsserted(() -> assertThat(queue().dropped()).isEqualTo(10));
        await().untilAsserted(() -> assertThat(queue().lag()).isZero());
        assertThat(read()).containsExactly(text.sample());
        assertThat(queue().lastError()).contains("type conflict");
    }

    // Somebody drops the database: it is made again, and coverage no longer claims what was in it.
    @Test
    void droppedDatabaseIsMadeAgainAndCoverageTakenBack() {
        TimeRange covered = new TimeRange(BASE, BASE + 100);
        archive.append(
                        Batch.of(entries(0, 100), List.of(new Batch.CoverageChange(DEVICE, covered, true))),
                        WriteMode.LIVE)
                .join();
        awaitSent();
        assertThat(archive.coverage()).isEqualTo(Map.of(DEVICE, List.of(covered)));

        server.query("DROP DATABASE db" + databases);
        append(100, 10);

        awaitSent();
        assertThat(read()).isEqualTo(samples(100, 10));
        assertThat(archive.coverage()).isEmpty();
    }

    // The disk is not endless. What must be given up is the oldest; it is counted, and coverage does not claim it.
    @Test
    void queueAtItsBoundGivesUpTheOldestAndSaysSo() {
        archive.close();
        proxy.behave(request -> Answer.of(503, ""));
        archive = open(new Login(InfluxServer.USER, InfluxServer.PASSWORD), 1 << 20);
        int count = 0;
        while (queue().dropped() == 0) {
            List<Batch.Entry> entries = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                long time = BASE + (count + i) * Ticks.PER_SECOND;
                entries.add(new Batch.Entry(TAG, new ArchivedSample(time, time, 0, Value.of(i / 7.0))));
            }
            TimeRange complete =
                    new TimeRange(BASE + count * Ticks.PER_SECOND, BASE + (count + entries.size()) * Ticks.PER_SECOND);
            archive.append(Batch.of(entries, List.of(new Batch.CoverageChange(DEVICE, complete, true))), WriteMode.LIVE)
                    .join();
            count += entries.size();
            assertThat(count).as("samples before the bound of 1 MiB is reached").isLessThan(200_000);
            assertThat(queue().bytes()).isLessThanOrEqualTo(1 << 20);
        }
        long dropped = queue().dropped();
        List<TimeRange> covered = archive.coverage().getOrDefault(DEVICE, List.of());
        assertThat(covered).hasSize(1);
        TimeRange left = covered.get(0);
        assertThat(left.to()).isEqualTo(BASE + count * Ticks.PER_SECOND);
        assertThat(left.from()).isBetween(BASE + dropped * Ticks.PER_SECOND, BASE + (dropped + 60) * Ticks.PER_SECOND);

        passAll();

        awaitSent();
        List<ArchivedSample> found = read();
        assertThat(found).hasSize((int) (count - dropped));
        assertThat(found.get(0).time()).isEqualTo(BASE + dropped * Ticks.PER_SECOND);
    }

    @Test
    void whatCanNeverBeHeldIsRejectedAtOnce() {
        ArchivedSample early = new ArchivedSample(5, 5, 0, Value.of(1));
        ArchivedSample large =
                new ArchivedSample(BASE, BASE, 0, new Value(Value.STRING, "x".repeat(LineProtocol.TEXT_BYTES_MAX + 1)));
        ArchivedSample fine = new ArchivedSample(BASE + 1, BASE, 0, Value.of(1));
        var result = archive.append(
                        Batch.of(Stream.of(early, large, fine)
                                .map(sample -> new Batch.Entry(TAG, sample))
                                .toList()),
                        WriteMode.LIVE)
                .join();
        assertThat(result.stored()).isEqualTo(1);
        assertThat(result.rejected().stream()
                        .map(rejection -> rejection.reason().name()))
                .containsExactly("TIME_OUT_OF_RANGE", "TOO_LARGE");
        assertThat(archive.capabilities().times().contains(early.time())).isFalse();
        awaitSent();
        assertThat(read()).containsExactly(fine);
    }

    private static Stream<String> lines(FaultyProxy.Request request) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void passAll() {
        proxy.behave(request -> proxy.pass(request, server.url()));
    }

    private InfluxConfig config(Login login, long queueBytes) {
        return new InfluxConfig(
                proxy.url(), login, "db" + databases, "", "v", Map.of(), Duration.ofSeconds(1), 10_000, queueBytes);
    }

    private InfluxArchive open(Login login, long queueBytes) {
        RocksConfig store = RocksConfig.in(directory.resolve("queue" + databases))
                .withCommitInterval(Duration.ZERO)
                .withMemoryBytes(8 << 20);
        return InfluxArchive.open(store, config(login, queueBytes), Clock.systemUTC());
    }

    private void append(int from, int count) {
        archive.append(Batch.of(entries(from, count)), WriteMode.LIVE).join();
    }

    private static List<Batch.Entry> entries(int from, int count) {
        return samples(from, count).stream()
                .map(sample -> new Batch.Entry(TAG, sample))
                .toList();
    }

    private static List<ArchivedSample> samples(int from, int count) {
        return Stream.iterate(from, i -> i + 1)
                .limit(count)
                .map(i -> new ArchivedSample(BASE + i, BASE, 0, new Value(Value.INT32, i)))
                .toList();
    }

    private List<ArchivedSample> read() {
        return ArchiveModel.readAll(archive, new Page.Request(TAG, TimeRange.ALL, false, 100_000));
    }

    private ArchiveStats.Queue queue() {
        return archive.stats().queue().orElseThrow();
    }

    private void awaitSent() {
        await().untilAsserted(() -> assertThat(queue().samples()).isZero());
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
