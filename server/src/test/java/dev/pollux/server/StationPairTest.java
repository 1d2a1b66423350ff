package dev.pollux.server;

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
import dev.pollux.plant.PlantSimulator;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.security.Pki;
import dev.pollux.server.source.block.PlcAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
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
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole stations and a plant, each on its own sockets, as a client sees them. */
class StationPairTest {
    private static final int PLANT = 24_020;
    private static final int CASTOR = 24_040;
    private static final int POLLUX = 24_041;
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final Closing closing = new Closing();
    private Project project = read(Path.of("..", "examples", "waterworks"));

    /** Closes what a test opened, newest first. */
    private static final class Closing {
        private final java.util.ArrayDeque<AutoCloseable> open = new java.util.ArrayDeque<>();

        <T extends AutoCloseable> T add(T resource) {
            open.push(resource);
            return resource;
        }

        void close(AutoCloseable resource) throws Exception {
            open.remove(resource);
            resource.close();
        }

        void closeAll() throws Exception {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        }
    }

    private static Project read(Path path) {
        return new ProjectReader(new PlcAddresses()::fault).read(path).orThrow();
    }

    @BeforeEach
    void preparePlantAndProject() throws IOException {
        closing.add(PlantSimulator.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), PLANT), 1));
        Path example = Path.of("..", "examples", "waterworks");
        Path copy = directory.resolve("project");
        Files.createDirectories(copy.resolve("tags"));
        String yaml = Files.readString(example.resolve("project.yaml"))
                .replace("5020", Integer.toString(PLANT))
                .replace("mode: cyclic, interval: 1s", "mode: on-change");
        Files.writeString(copy.resolve("project.yaml"), yaml);
        try (var tags = Files.list(example.resolve("tags"))) {
            for (Path file : tags.toList()) {
                Files.copy(file, copy.resolve("tags").resolve(String.valueOf(file.getFileName())));
            }
        }
        project = read(copy);
        trustEachOther();
    }

    @AfterEach
    void closeEverything() throws Exception {
        closing.closeAll();
    }

    private StationConfig config(String name) throws IOException {
        int own = name.equals("CASTOR") ? CASTOR : POLLUX;
        int other = name.equals("CASTOR") ? POLLUX : CASTOR;
        Path file = directory.resolve(name + ".yaml");
        Files.writeString(file, """
                station: %s
                endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none, sign-and-encrypt]}]
                partner: {links: [{name: main, kind: main, url: "opc.tcp://localhost:%d/pollux"}]}
                data: data/%s
                """.formatted(name, own, other, name));
        return new StationReader().read(file, project).orThrow();
    }

    private Pki pki(String name) throws IOException {
        return Pki.open(
                config(name).dataDirectory().resolve("pki"),
                new Pki.Subject(name, project.applicationUri(name), List.of("localhost")),
                false);
    }

    private void trustEachOther() throws IOException {
        try (Pki castor = pki("CASTOR");
                Pki pollux = pki("POLLUX")) {
            castor.trustPartner(pollux.certificate());
            pollux.trustPartner(castor.certificate());
        }
    }

    private Station start(String name) throws IOException {
        return closing.add(Station.start(project, config(name)));
    }

    private OpcUaClient connect(int port) throws UaException {
        OpcUaClient client = OpcUaClient.create("opc.tcp://localhost:" + port + "/pollux");
        client.connect();
        closing.add(() -> {
            var unused = client.disconnectAsync();
        });
        return client;
    }

    private static Object value(OpcUaClient client, String node) throws UaException {
        NodeId id = node.startsWith("i=") ? NodeId.parse(node) : new NodeId(2, node);
        DataValue read =
                client.readValues(0, TimestampsToReturn.Both, List.of(id)).get(0);
        Object value = read.value().value();
        return value == null ? read.statusCode() : value;
    }

    private static void awaitValue(OpcUaClient client, String node, Object expected) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(value(client, node)).as(node).isEqualTo(expected));
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
        Station castorStation = start("CASTOR");
        start("POLLUX");
        OpcUaClient castor = connect(CASTOR);
        OpcUaClient pollux = connect(POLLUX);

        awaitValue(castor, "@RM_MASTER", true);
        awaitValue(pollux, "@RedundantServerState", UByte.valueOf(2));
        awaitValue(pollux, "@RM_MASTER_NAME", "CASTOR");
        awaitValue(castor, "i=2267", UByte.valueOf(255));
        awaitValue(pollux, "i=2267", UByte.valueOf(229));
        awaitValue(pollux, "Pollux/Redundancy/PartnerServiceLevel", UByte.valueOf(255));
        assertThat((String[]) value(castor, "i=11314"))
                .containsExactly("urn:pollux:waterworks:CASTOR", "urn:pollux:waterworks:POLLUX");

        closing.close(castorStation);

        awaitValue(pollux, "@RM_MASTER", true);
        assertThat(value(pollux, "Pollux/Redundancy/StateReason")).isEqualTo("runtime of the partner was deactivated");

        start("CASTOR");
        OpcUaClient again = connect(CASTOR);
        awaitValue(again, "@RedundantServerState", UByte.valueOf(2));
        awaitValue(again, "@RM_MASTER_NAME", "POLLUX");
    }

    // Operators must never see a moment without a Master, and the answer comes when the roles have changed.
    @Test
    void anOperatorSwitchesOverAndIsToldTheOutcome() throws Exception {
        start("CASTOR");
        start("POLLUX");
        OpcUaClient castor = connect(CASTOR);
        OpcUaClient pollux = connect(POLLUX);
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
        Station castorStation = start("CASTOR");
        Station polluxStation = start("POLLUX");
        OpcUaClient pollux = connect(POLLUX);
        awaitValue(pollux, "@RM_MASTER_NAME", "CASTOR");
        awaitStored(pollux, 2_000);
        closing.close(castorStation);
        long away = Ticks.of(Instant.now());
        awaitValue(pollux, "@RM_MASTER", true);
        awaitStored(pollux, stored(pollux) + 2_000);
        TimeRange gap = new TimeRange(away, Ticks.of(Instant.now()));
        castorStation = start("CASTOR");
        OpcUaClient castor = connect(CASTOR);
        awaitStored(castor, 2_000);

        // What is shown lags behind by a second or two, so it must stay.
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> value(castor, "Pollux/Archive/CoverageGaps").equals(UInteger.valueOf(0)));

        closing.close(castorStation);
        closing.close(polluxStation);
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
