package dev.pollux.server;

import static dev.pollux.server.TestPair.awaitValue;
import static dev.pollux.server.TestPair.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.coverage.Intervals;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole stations and a plant, each on its own sockets, as a client sees them. */
class StationPairTest {
    @TempDir
    Path directory = Path.of("set by JUnit");

    private TestPair pair = unset();

    @SuppressWarnings("NullAway") // set before each test
    private static TestPair unset() {
        return null;
    }

    @BeforeEach
    void prepare() throws IOException {
        pair = new TestPair(
                directory,
                24_020,
                yaml -> yaml.replace("mode: cyclic, interval: 1s", "mode: on-change")
                        .replace("swinging-door: 0.005, ", ""));
    }

    @AfterEach
    void closeEverything() {
        pair.close();
    }

    private static String switchover(OpcUaClient client, String target) throws UaException {
        CallMethodResult result = client.call(List.of(new CallMethodRequest(
                        new NodeId(2, "Pollux/Redundancy"),
                        new NodeId(2, "Pollux/Redundancy/Switchover"),
                        new Variant[] {new Variant(target)})))
                .getResults()[0];
        return result.getStatusCode() + " " + java.util.Arrays.toString(result.getOutputArguments());
    }

    @Test
    void twoStationsAgreeOnOneMasterShowEachOtherAndSurviveAStop() throws Exception {
        Station castorStation = pair.start("CASTOR");
        pair.start("POLLUX");
        OpcUaClient castor = pair.connect("CASTOR");
        OpcUaClient pollux = pair.connect("POLLUX");

        awaitValue(castor, "@RM_MASTER", true);
        awaitValue(pollux, "@RedundantServerState", UByte.valueOf(2));
        awaitValue(pollux, "@RM_MASTER_NAME", "CASTOR");
        awaitValue(castor, "i=2267", UByte.valueOf(255));
        awaitValue(pollux, "i=2267", UByte.valueOf(229));
        awaitValue(pollux, "Pollux/Redundancy/PartnerServiceLevel", UByte.valueOf(255));
        assertThat((String[]) value(castor, "i=11314"))
                .containsExactly("urn:pollux:waterworks:CASTOR", "urn:pollux:waterworks:POLLUX");

        pair.close(castorStation);

        awaitValue(pollux, "@RM_MASTER", true);
        assertThat(value(pollux, "Pollux/Redundancy/StateReason")).isEqualTo("runtime of the partner was deactivated");

        pair.start("CASTOR");
        OpcUaClient again = pair.connect("CASTOR");
        awaitValue(again, "@RedundantServerState", UByte.valueOf(2));
        awaitValue(again, "@RM_MASTER_NAME", "POLLUX");
    }

    // Operators must never see a moment without a Master, and the answer comes when the roles have changed.
    @Test
    void anOperatorSwitchesOverAndIsToldTheOutcome() throws Exception {
        pair.start("CASTOR");
        pair.start("POLLUX");
        OpcUaClient castor = pair.connect("CASTOR");
        OpcUaClient pollux = pair.connect("POLLUX");
        awaitValue(castor, "@RM_MASTER", true);
        awaitValue(pollux, "@RedundantServerState", UByte.valueOf(2));

        assertThat(switchover(castor, "")).contains("done: the roles have changed");
        assertThat(value(pollux, "@RM_MASTER")).isEqualTo(true);
        assertThat(value(castor, "@RM_MASTER")).isEqualTo(false);

        // Asked at the Standby this time, by writing the tag.
        assertThat(castor.writeValues(
                        List.of(new NodeId(2, "@RM_MASTER")), List.of(DataValue.valueOnly(new Variant(true)))))
                .allMatch(status -> status.isGood());
        awaitValue(castor, "@RM_MASTER", true);
        awaitValue(pollux, "@RM_MASTER", false);

        assertThat(switchover(castor, "NOBODY")).contains("no station NOBODY in this set [CASTOR, POLLUX]");
    }

    // The station was away; nobody will ever poll that time again. Afterwards its archive has it from the partner.
    @Test
    void theArchiveOfAStoppedStationIsFilledFromThePartner() throws Exception {
        Station castorStation = pair.start("CASTOR");
        Station polluxStation = pair.start("POLLUX");
        OpcUaClient pollux = pair.connect("POLLUX");
        awaitValue(pollux, "@RM_MASTER_NAME", "CASTOR");
        awaitStored(pollux, 2_000);
        pair.close(castorStation);
        long away = Ticks.of(Instant.now());
        awaitValue(pollux, "@RM_MASTER", true);
        awaitStored(pollux, stored(pollux) + 2_000);
        TimeRange gap = new TimeRange(away, Ticks.of(Instant.now()));
        castorStation = pair.start("CASTOR");
        OpcUaClient castor = pair.connect("CASTOR");
        awaitStored(castor, 2_000);

        // What is shown lags behind by a second or two, so it must stay.
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> value(castor, "Pollux/Archive/CoverageGaps").equals(UInteger.valueOf(0)));

        pair.close(castorStation);
        pair.close(polluxStation);
        try (RocksArchive filled = archive("CASTOR");
                RocksArchive source = archive("POLLUX")) {
            Series series = Series.of("Vibration.Ch001");
            Intervals both = Coverage.of(filled.coverage())
                    .of("PLC2")
                    .intersect(Coverage.of(source.coverage()).of("PLC2"));
            // A busy machine misses single polls on both stations; nobody has those.
            TimeRange whole = new TimeRange(
                    both.ranges().get(0).from(),
                    Objects.requireNonNull(both.last()).to());
            assertThat(both.gaps(whole).ranges())
                    .as("no gap but polls that both have missed")
                    .allMatch(each -> each.to() - each.from() < 2 * Ticks.PER_SECOND);
            assertThat(samples(source, series, gap)).hasSizeGreaterThan(5);
            assertThat(samples(filled, series, gap)).isEqualTo(samples(source, series, gap));
            assertThat(samples(filled, series, Objects.requireNonNull(both.last())))
                    .noneMatch(sample -> sample.status() == ArchivedSample.HOLE);
        }
    }

    private RocksArchive archive(String name) {
        return RocksArchive.open(
                RocksConfig.in(directory.resolve("data").resolve(name).resolve("archive")), Clock.systemUTC());
    }

    private static List<ArchivedSample> samples(RocksArchive archive, Series series, TimeRange range) {
        return archive.read(new Page.Request(series, range, false, 100_000)).samples();
    }

    private static long stored(OpcUaClient client) throws UaException {
        return ((Number) value(client, "Pollux/Archive/StoredSamples")).longValue();
    }

    private static void awaitStored(OpcUaClient client, long least) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> stored(client) >= least);
    }
}
