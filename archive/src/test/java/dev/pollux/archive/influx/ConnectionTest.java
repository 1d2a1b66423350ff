package dev.pollux.archive.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import dev.pollux.archive.influx.InfluxConfig.Login;
import dev.pollux.archive.influx.WriteAnswer.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests, lines and rows against the real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionTest {
    private static final long T = Ticks.of(Instant.parse("2026-11-21T12:00:00.1234567Z"));

    private InfluxServer server;
    private InfluxConnection connection;
    private int databases;
    private InfluxConfig config;

    @BeforeAll
    void startServer(@TempDir Path directory) {
        server = InfluxServer.start(directory);
    }

    @AfterAll
    void endServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        config = InfluxConfig.of(
                server.url(), new Login(InfluxServer.USER, InfluxServer.PASSWORD), "db" + databases++, "");
        connection = new InfluxConnection(config);
        new Provisioning(config, connection, archive -> {}).provide(Series.VALUES);
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    // What a station archived must come back bit for bit: type, null, the sign of zero, which NaN.
    @Test
    void everyValueComesBackAsItWas() {
        List<ArchivedSample> samples = new ArrayList<>();
        for (Value value : SampleValues.ALL) {
            samples.add(new ArchivedSample(T + samples.size(), T - 5, samples.size() * 0x01010101, value));
        }
        assertThat(write("a", samples)).isEqualTo(WriteAnswer.STORED);

        assertThat(read("a")).isEqualTo(samples);
        assertThat(read("a").stream().map(s -> SampleValues.bits(s.value())))
                .isEqualTo(
                        samples.stream().map(s -> SampleValues.bits(s.value())).toList());
    }

    // InfluxDB merges a rewritten point field by field. Whatever stood there, the last one written counts.
    @Test
    void anyValueReplacesAnyOther() {
        for (Value first : SampleValues.ALL) {
            List<ArchivedSample> olds = new ArrayList<>();
            List<ArchivedSample> news = new ArrayList<>();
            for (Value second : SampleValues.ALL) {
                olds.add(new ArchivedSample(T + olds.size(), T, 7, first));
                news.add(new ArchivedSample(T + news.size(), T + 1, 0, second));
            }
            write("b", olds);
            assertThat(read("b")).isEqualTo(olds);

            write("b", news);

            assertThat(read("b")).isEqualTo(news);
        }
    }

    @Test
    void outermostTimesAreKept() {
        List<ArchivedSample> samples = List.of(
                new ArchivedSample(InfluxTime.STORABLE.from(), 0, 0, Value.of(1)),
                new ArchivedSample(InfluxTime.STORABLE.to() - 1, Ticks.MAX - 1, 0, Value.of(2)));
        assertThat(Ticks.toInstant(samples.get(0).time())).isBefore("1677-09-22T00:00:00Z");
        assertThat(Ticks.toInstant(samples.get(1).time())).isAfter("2262-04-11T00:00:00Z");

        assertThat(write("c", samples)).isEqualTo(WriteAnswer.STORED);

        assertThat(read("c")).isEqualTo(samples);
    }

    @Test
    void namesSurviveEscaping() {
        for (String name : SampleValues.NAMES) {
            List<ArchivedSample> sample = List.of(new ArchivedSample(T, T, 0, Value.of(name.hashCode())));
            assertThat(write(name, sample)).as(name).isEqualTo(WriteAnswer.STORED);
            assertThat(read(name)).as(name).isEqualTo(sample);
        }
        StoredSamples stored =
                new StoredSamples(config, connection, new Provisioning(config, connection, archive -> {}));
        List<String> names = stored.names(Series.VALUES);
        assertThat(names).containsExactlyInAnyOrderElementsOf(SampleValues.NAMES);
    }

    // The old path answers errors of a query with status 200: they must not look like an empty archive.
    @Test
    void errorInsideAnAnswerIsAnError() {
        server.query("DROP DATABASE \"" + config.database() + "\"");
        assertThatThrownBy(() -> read("a"))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("database not found");
    }

    @Test
    void answersToWritesAreToldApart() {
        write("a", List.of(new ArchivedSample(T, T, 0, Value.of(1))));
        // A field has its type within a shard, a week by default.
        String near = Long.toString(InfluxTime.nanos(T)).substring(0, 18);
        WriteAnswer conflict =
                connection.write(Series.VALUES, "v,id=a d=\"text\" " + near + "1\nv,id=a d=1 " + near + "2\n");
        assertThat(conflict.toString()).contains("PARTIAL", "type conflict", "dropped=1");
        assertThat(conflict.dropped()).isEqualTo(1);
        assertThat(connection.write(Series.VALUES, "v,id=a d=1 5\nno line\n").kind())
                .isEqualTo(Kind.UNREADABLE);
        assertThat(connection.write("other", "v,id=a d=1 5\n").kind()).isEqualTo(Kind.MISSING);
        server.query("DROP DATABASE \"" + config.database() + "\"");
        assertThat(connection.write(Series.VALUES, "v,id=a d=1 5\n").kind()).isEqualTo(Kind.MISSING);
        assertThat(withLogin(new Login("admin", "wrong")))
                .satisfies(answer -> assertThat(answer.kind()).isEqualTo(Kind.DENIED))
                .satisfies(answer -> assertThat(answer.message())
                        .contains("401")
                        .contains(server.url().toString()));
        server.query("CREATE DATABASE x WITH DURATION 1h NAME \"values\"");
        assertThat(writeTo("x")).isEqualTo(WriteAnswer.STORED);
    }

    private WriteAnswer withLogin(Login login) {
        InfluxConfig other = InfluxConfig.of(server.url(), login, config.database(), "");
        try (InfluxConnection wrong = new InfluxConnection(other)) {
            return wrong.write(Series.VALUES, "v,id=a d=1 5\n");
        }
    }

    /** One point far beyond the retention of an hour. */
    private WriteAnswer writeTo(String database) {
        InfluxConfig other = InfluxConfig.of(server.url(), config.login(), database, "");
        try (InfluxConnection brief = new InfluxConnection(other)) {
            return brief.write(Series.VALUES, "v,id=a d=1 5\n");
        }
    }

    private WriteAnswer write(String name, List<ArchivedSample> samples) {
        StringBuilder lines = new StringBuilder();
        String head = LineProtocol.head("v", RowCodec.id(name));
        samples.forEach(sample -> LineProtocol.append(lines, head, sample));
        return connection.write(Series.VALUES, lines.toString());
    }

    private List<ArchivedSample> read(String name) {
        List<ArchivedSample> found = new ArrayList<>();
        connection.query(Series.VALUES, InfluxQl.select("v", name, InfluxTime.STORABLE), (id, cells) -> {
            found.add(RowCodec.sample(cells));
            return true;
        });
        return found;
    }
}
