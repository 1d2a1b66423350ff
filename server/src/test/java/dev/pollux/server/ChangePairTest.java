package dev.pollux.server;

import static dev.pollux.server.TestPair.awaitValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateDataDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people change on one station of a real pair is so on both, also where one was away. */
class ChangePairTest {
    private static final Instant PAST = Instant.parse("2026-11-01T12:00:00Z");
    private static final String RECIPE = "Recipe.Amount";
    private static final Series LEVEL = Series.of("Intake.River.Level");

    @TempDir
    Path directory = Path.of("set by JUnit");

    private TestPair pair = unset();

    @SuppressWarnings("NullAway") // set before each test
    private static TestPair unset() {
        return null;
    }

    @BeforeEach
    void prepare() throws Exception {
        pair = new TestPair(directory, 22_100, yaml -> yaml, Map.of("internal.csv", """
                name,area,description,type,device,address,access,low,high,archive
                Recipe.Amount,Plant,How much,double,internal,synchronize,read-write,0,100,switch
                Recipe.Name,Plant,Which one,string,internal,synchronize,read-write,,,none
                Panel.Page,Plant,What is shown here,int32,internal,local,read-write,,,none
                """));
    }

    @AfterEach
    void closeEverything() throws Exception {
        pair.close();
    }

    private TestClient client(String station) throws UaException {
        return pair.add(TestClient.anonymous(pair.url(station)));
    }

    private static void awaitTag(TestClient client, String tag, Object expected) {
        await().atMost(TestPair.LIMIT)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(client.value(TestClient.tag(tag))).isEqualTo(expected));
    }

    private void awaitPair() throws UaException {
        OpcUaClient castor = pair.connect("CASTOR");
        OpcUaClient pollux = pair.connect("POLLUX");
        awaitValue(castor, "@RM_MASTER", true);
        awaitValue(pollux, "@RedundantServerState", UByte.valueOf(2));
    }

    @Test
    void internalTagsAreTheSameOnBothAndSurviveRestarts() throws Exception {
        Station castorStation = pair.start("CASTOR");
        Station polluxStation = pair.start("POLLUX");
        awaitPair();
        TestClient castor = client("CASTOR");
        TestClient pollux = client("POLLUX");
        assertThat(castor.read(TestClient.tag(RECIPE)).statusCode())
                .as("nobody has set it yet")
                .isEqualTo(new StatusCode(StatusCodes.Uncertain_InitialValue));

        assertThat(castor.write(TestClient.tag(RECIPE), 12.5)).isEqualTo(StatusCode.GOOD);
        assertThat(castor.write(TestClient.tag("Panel.Page"), 7)).isEqualTo(StatusCode.GOOD);
        assertThat(castor.write(TestClient.tag(RECIPE), 101.0))
                .as("beyond its range")
                .isEqualTo(new StatusCode(StatusCodes.Bad_OutOfRange));
        awaitTag(pollux, RECIPE, 12.5);
        assertThat(pollux.read(TestClient.tag(RECIPE)).sourceTime())
                .isEqualTo(castor.read(TestClient.tag(RECIPE)).sourceTime());
        assertThat(pollux.write(TestClient.tag("Recipe.Name"), "soda")).isEqualTo(StatusCode.GOOD);
        awaitTag(castor, "Recipe.Name", "soda");

        // One is away, the other goes on; later both are, and come back one by one.
        pair.close(castorStation);
        assertThat(pollux.write(TestClient.tag(RECIPE), 20.0)).isEqualTo(StatusCode.GOOD);
        assertThat(pollux.write(TestClient.tag(RECIPE), 30.0)).isEqualTo(StatusCode.GOOD);
        castorStation = pair.start("CASTOR");
        TestClient back = client("CASTOR");
        awaitTag(back, RECIPE, 30.0);
        assertThat(back.value(TestClient.tag("Panel.Page"))).as("its own").isEqualTo(7);
        assertThat(pollux.read(TestClient.tag("Panel.Page")).value().value())
                .as("each has its own")
                .isEqualTo(0);
        pair.close(polluxStation);
        pair.close(castorStation);

        try (RocksArchive one = archive("CASTOR");
                RocksArchive other = archive("POLLUX")) {
            List<ArchivedSample> kept = samples(one, Series.of(RECIPE));
            assertThat(kept).extracting(each -> each.value().number()).containsExactly(12.5, 20.0, 30.0);
            assertThat(samples(other, Series.of(RECIPE))).isEqualTo(kept);
            assertThat(Coverage.of(other.coverage()).of("internal").size())
                    .as("the other's being away is no gap, as its changes of that time came later")
                    .isEqualTo(1);
        }
    }

    @Test
    void correctionsOfHistoryReachTheOtherStationAlsoIfItIsAway() throws Exception {
        pair.start("CASTOR");
        Station polluxStation = pair.start("POLLUX");
        awaitPair();
        TestClient castor = client("CASTOR");
        update(castor, PerformUpdateType.Insert, 1.0, 2.0, 3.0);
        TestClient pollux = client("POLLUX");
        await().atMost(TestPair.LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> update(pollux, PerformUpdateType.Replace, 10.0));

        pair.close(polluxStation);
        update(castor, PerformUpdateType.Update, 11.0);
        change(
                castor,
                new DeleteRawModifiedDetails(
                        TestClient.tag(LEVEL.name()),
                        false,
                        new DateTime(PAST.plusSeconds(1)),
                        new DateTime(PAST.plusSeconds(2))));
        pair.start("POLLUX");
        TestClient back = client("POLLUX");
        // What was made last on the other station has come once this one can replace it.
        await().atMost(TestPair.LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(back.ua.historyUpdate(List.of(new UpdateDataDetails(
                                        TestClient.tag(LEVEL.name()), PerformUpdateType.Insert, values(1, 5.0))))
                                .getResults()[0]
                                .getOperationResults()[0])
                        .isEqualTo(new StatusCode(StatusCodes.Good_EntryInserted)));
        await().atMost(TestPair.LIMIT).ignoreExceptions().untilAsserted(() -> update(castor, 1, 6.0));
        // Only what has come to POLLUX is to be in its archive at the end.
        await().atMost(TestPair.LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(past(back, 1)).isEqualTo(6.0f));
        update(back, 1, 7.0);
        pair.close();

        try (RocksArchive one = archive("CASTOR");
                RocksArchive other = archive("POLLUX")) {
            TimeRange past = new TimeRange(Ticks.of(PAST), Ticks.of(PAST.plusSeconds(10)));
            List<Modification> changes = one.modifications(LEVEL, past, 1_000);
            assertThat(changes)
                    .extracting(Modification::kind)
                    .contains(Modification.Kind.INSERT, Modification.Kind.REPLACE, Modification.Kind.DELETE);
            List<Annotation> none = one.annotations(LEVEL, past, 10);
            assertThat(other.annotations(LEVEL, past, 10)).isEqualTo(none);
            assertThat(samples(one, LEVEL, past))
                    .extracting(each -> each.value().number())
                    .startsWith(11.0);
            assertThat(samples(one, LEVEL, past).get(2).value().number()).isEqualTo(3.0);
            // The very last change was made on POLLUX; what CASTOR has of it depends on the moment of the end.
            assertThat(other.modifications(LEVEL, past, 1_000)).containsAll(changes);
        }
    }

    /** The archived value of an instant. */
    private static @Nullable Object past(TestClient client, int second) throws UaException {
        var details = new ReadRawModifiedDetails(
                false,
                new DateTime(PAST.plusSeconds(second)),
                new DateTime(PAST.plusSeconds(second).plusMillis(1)),
                Unsigned.uint(1),
                false);
        var node = new HistoryReadValueId(
                TestClient.tag(LEVEL.name()), null, QualifiedName.NULL_VALUE, ByteString.NULL_VALUE);
        var result = client.ua.historyRead(details, TimestampsToReturn.Source, false, List.of(node))
                .getResults()[0];
        var data = (HistoryData) result.getHistoryData().decode(client.ua.getStaticEncodingContext());
        return data.getDataValues()[0].value().value();
    }

    private static DataValue[] values(int second, double... values) {
        DataValue[] made = new DataValue[values.length];
        for (int i = 0; i < values.length; i++) {
            made[i] = new DataValue(
                    new Variant((float) values[i]),
                    StatusCode.GOOD,
                    new DateTime(PAST.plusSeconds(second + i)),
                    DateTime.now());
        }
        return made;
    }

    private static void update(TestClient client, PerformUpdateType type, double... values) throws Exception {
        change(client, new UpdateDataDetails(TestClient.tag(LEVEL.name()), type, values(0, values)));
    }

    private static void update(TestClient client, int second, double value) throws Exception {
        change(
                client,
                new UpdateDataDetails(TestClient.tag(LEVEL.name()), PerformUpdateType.Replace, values(second, value)));
    }

    private static void change(TestClient client, HistoryUpdateDetails details) throws UaException {
        var result = client.ua.historyUpdate(List.of(details)).getResults()[0];
        assertThat(result.getStatusCode()).isEqualTo(StatusCode.GOOD);
        if (result.getOperationResults() != null) {
            assertThat(result.getOperationResults()).allMatch(StatusCode::isGood);
        }
    }

    private RocksArchive archive(String name) {
        return RocksArchive.open(
                RocksConfig.in(directory.resolve("data").resolve(name).resolve("archive")), Clock.systemUTC());
    }

    private static List<ArchivedSample> samples(RocksArchive archive, Series series) {
        return samples(archive, series, TimeRange.ALL);
    }

    private static List<ArchivedSample> samples(RocksArchive archive, Series series, TimeRange range) {
        return archive.read(new Page.Request(series, range, false, 10_000)).samples();
    }
}
