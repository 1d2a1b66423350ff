package dev.pollux.archive.influx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.influx.FaultyProxy.Answer;
import dev.pollux.archive.influx.FaultyProxy.Request;
import dev.pollux.archive.influx.InfluxConfig.Login;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.Credentials;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent to servers of each version. Those from 1.8 on cannot be run here: a small server notes the requests. */
class RequestTest {
    private static final long BASE = Ticks.of(Instant.parse("2026-11-21T12:00:00Z"));
    private static final Series TAG = Series.of("T100.Level");

    @TempDir
    private Path directory;

    private final FaultyProxy server = new FaultyProxy();
    private volatile String version = "";

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void tokenAndBucketFor2() {
        version = "v2.7.1";
        archiveOneSample(Login.token("secret"));

        Request write = only("/api/v2/write");
        assertThat(write.method()).isEqualTo("POST");
        assertThat(parameters(write)).containsExactlyInAnyOrder("bucket=plant/values", "org=works", "precision=ns");
        assertThat(write.header("Authorization")).isEqualTo("Token secret");
        assertThat(write.header("Content-Encoding")).isEqualTo("gzip");
        Request create = requests("/api/v2/buckets")
                .filter(request -> request.method().equals("POST"))
                .findFirst()
                .orElseThrow();
        assertThat(create.text())
                .contains("\"name\":\"plant/values\"", "\"orgID\":\"0000000000000001\"", "\"everySeconds\":86400");
        Request query = requests("/query")
                .filter(request -> request.text().contains("sd"))
                .findFirst()
                .orElseThrow();
        assertThat(parameters(query)).contains("db=plant", "rp=values", "epoch=ns", "chunked=true");
        assertThat(query.header("Authorization")).isEqualTo("Token secret");
        assertThat(URLDecoder.decode(query.text(), StandardCharsets.UTF_8))
                .contains("SELECT d,i,b,s,ty,st,sd FROM \"v\" WHERE id = 'T100.Level'");
    }

    @Test
    void tokenFor3WithoutCreatingAnything() {
        version = "3.2.0";
        archiveOneSample(Login.token("secret"));
        assertThat(only("/api/v2/write").header("Authorization")).isEqualTo("Token secret");
        assertThat(requests("/api/v2/buckets")).isEmpty();
        assertThat(requests("/query").map(Request::text)).noneMatch(text -> text.contains("CREATE"));
    }

    @Test
    void passwordOnTheNewPathFor18() {
        version = "1.8.10";
        archiveOneSample(new Login("pollux", "pass:word"));
        Request write = only("/api/v2/write");
        assertThat(write.header("Authorization")).isEqualTo(Credentials.basic("pollux", "pass:word"));
        assertThat(requests("/write")).isEmpty();
        assertThat(requests("/query").map(request -> URLDecoder.decode(request.text(), StandardCharsets.UTF_8)))
                .anyMatch(text -> text.equals("q=CREATE DATABASE \"plant\""))
                .anyMatch(text -> text.equals("q=CREATE RETENTION POLICY \"values\" ON \"plant\" DURATION 86400s"
                        + " REPLICATION 1 DEFAULT"));
    }

    @Test
    void oldPathForOlderServersAndForPasswordsOfNewerOnes() {
        for (String old : List.of("1.6.7", "1.7.11", "2.7.1")) {
            server.forgetRequests();
            version = old;
            archiveOneSample(new Login("pollux", "pass:word"));
            Request write = only("/write");
            assertThat(parameters(write)).as(old).containsExactlyInAnyOrder("db=plant", "rp=values", "precision=ns");
            assertThat(write.header("Authorization")).isEqualTo(Credentials.basic("pollux", "pass:word"));
            assertThat(write.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(requests("/api/v2/write")).isEmpty();
        }
    }

    // Whatever its version says: a server without the new path is written to by the old one.
    @Test
    void oldPathWhereTheNewOneIsNotFound() {
        version = "1.8.10";
        server.behave(request ->
                request.path().equals("/api/v2/write") ? Answer.of(404, "404 page not found") : answer(request));
        InfluxArchive archive = open(new Login("pollux", "pw"));
        try (archive) {
            append(archive);
        }
        assertThat(requests("/write")).isNotEmpty();
    }

    private void archiveOneSample(Login login) {
        server.behave(this::answer);
        InfluxArchive archive = open(login);
        try (archive) {
            append(archive);
            assertThat(archive.bound(TAG, BASE, Archive.Side.AT_OR_BEFORE, TimeRange.ALL))
                    .isEmpty();
            assertThat(archive.stats().engine()).isEqualTo("InfluxDB " + version);
        }
    }

    private static void append(InfluxArchive archive) {
        ArchivedSample sample = new ArchivedSample(Ticks.of(Instant.now()), BASE, 0, Value.of(21.5));
        archive.append(Batch.of(List.of(new Batch.Entry(TAG, sample))), WriteMode.LIVE)
                .join();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(archive.stats().queue().orElseThrow().samples())
                                .isZero());
    }

    /** An empty server that takes everything. */
    private Answer answer(Request request) {
        return switch (request.path()) {
            case "/ping" -> Answer.of(204, "").with("X-Influxdb-Version", version);
            case "/api/v2/orgs" -> Answer.of(200, "{\"orgs\":[{\"id\":\"0000000000000001\",\"name\":\"works\"}]}");
            case "/api/v2/buckets" ->
                request.method().equals("POST") ? Answer.of(201, request.text()) : Answer.of(200, "{\"buckets\":[]}");
            case "/query" -> Answer.of(200, "{\"results\":[{\"statement_id\":0}]}");
            default -> Answer.of(204, "");
        };
    }

    private InfluxArchive open(Login login) {
        InfluxConfig config = new InfluxConfig(
                server.url(),
                login,
                "plant",
                "works",
                "v",
                Map.of(Series.VALUES, Duration.ofDays(1)),
                Duration.ofSeconds(10),
                1000,
                1 << 30);
        return InfluxArchive.open(directory.resolve("queue-" + version), config, Clock.systemUTC());
    }

    private Request only(String path) {
        List<Request> found = requests(path).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private Stream<Request> requests(String path) {
        return server.requests().stream().filter(request -> request.path().equals(path));
    }

    private static List<String> parameters(Request request) {
        return Stream.of(request.query().split("&", -1))
                .map(parameter -> URLDecoder.decode(parameter, StandardCharsets.UTF_8))
                .toList();
    }
}
