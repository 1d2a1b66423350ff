package dev.pollux.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.plant.PlantSimulator;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.source.block.PlcAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A station with its archive, as an administrator sees it. */
class StationArchiveTest {
    private static final int PLANT = 27_320;
    private static final int STATION = 27_321;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory = Path.of("set by JUnit");

    private AutoCloseable plant = () -> {};

    @BeforeEach
    void layOut() throws IOException {
        plant = PlantSimulator.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), PLANT), 1);
        Files.createDirectories(directory.resolve("project/tags"));
        Files.writeString(directory.resolve("project/project.yaml"), """
                project: {name: archived, namespace: "urn:archived"}
                areas: [{path: Plant}]
                devices: [{name: PLC2, protocol: modbus-tcp, host: 127.0.0.1, port: %d, unit: 2}]
                archive:
                  default: change
                  capture: [{name: change}]
                  long-term: [{name: seconds, interval: 1s, aggregates: [Maximum2], retention: 1d}]
                users: {anonymous: configure-admin}
                """.formatted(PLANT));
        Files.writeString(directory.resolve("project/tags/plant.csv"), """
                name,area,type,device,address,poll
                COUNTER,Plant,uint32,PLC2,input:1001:UINT32,100ms
                """);
        Files.writeString(directory.resolve("castor.yaml"), """
                station: CASTOR
                endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none]}]
                data: data
                """.formatted(STATION));
    }

    @AfterEach
    void endPlant() throws Exception {
        plant.close();
    }

    private Station start() throws IOException {
        Project project = new ProjectReader(new PlcAddresses()::fault)
                .read(directory.resolve("project"))
                .orThrow();
        StationConfig config = new StationReader()
                .read(directory.resolve("castor.yaml"), project)
                .orThrow();
        return Station.start(project, config);
    }

    /** Ends its session before the station does. */
    private static final class Client implements AutoCloseable {
        final OpcUaClient client = OpcUaClient.create("opc.tcp://localhost:" + STATION + "/pollux");

        Client() throws UaException {
            client.connect();
        }

        @Override
        public void close() throws UaException {
            client.disconnect();
        }
    }

    private static Object value(OpcUaClient client, String name) throws UaException {
        return Objects.requireNonNull(
                client.readValue(0, TimestampsToReturn.Both, new NodeId(2, "Pollux/Archive/" + name))
                        .value()
                        .value(),
                name);
    }

    private static CallMethodResult call(OpcUaClient client, String method, Variant... arguments) throws UaException {
        return Objects.requireNonNull(client.call(List.of(new CallMethodRequest(
                        new NodeId(2, "Pollux/Archive"), new NodeId(2, "Pollux/Archive/" + method), arguments)))
                .getResults())[0];
    }

    @Test
    void stationArchivesAndTellsAboutIt() throws Exception {
        try (Station station = start();
                Client connected = new Client()) {
            OpcUaClient client = connected.client;
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(((ULong) value(client, "StoredSamples")).longValue())
                            .as(station.name())
                            .isGreaterThan(10));
            assertThat(value(client, "Engine").toString()).contains("RocksDB");
            assertThat(value(client, "Fault")).isEqualTo("");
            assertThat(((ULong) value(client, "DroppedSamples")).longValue()).isZero();
            assertThat((String[]) value(client, "CoverageGapList")).isEmpty();

            assertThat(call(client, "Backup", new Variant("copy"))
                            .getStatusCode()
                            .isGood())
                    .isTrue();
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(value(client, "Job").toString()).contains("backup", "done"));
            assertThat(call(client, "Compact").getStatusCode().isGood()).isTrue();
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(value(client, "Job").toString()).contains("compaction done"));
            // A copy into a directory that holds something would destroy it.
            call(client, "Backup", new Variant("copy"));
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(value(client, "Job").toString()).contains("backup", "failed"));
        }
        RocksArchive.restore(directory.resolve("data/copy"), directory.resolve("restored"));
        try (RocksArchive restored =
                RocksArchive.open(RocksConfig.in(directory.resolve("restored")), Clock.systemUTC())) {
            assertThat(restored.read(new Page.Request(Series.of("COUNTER"), TimeRange.ALL, false, 1_000))
                            .samples())
                    .hasSizeGreaterThan(5);
        }
    }

    @Test
    void stationWhoseArchiveCannotBeOpenedDoesNotStart() throws Exception {
        Path own = directory.resolve("data/archive");
        try (RocksArchive other = RocksArchive.open(RocksConfig.in(own), Clock.systemUTC())) {
            assertThat(other.series()).isEmpty();

            assertThatThrownBy(this::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot open the archive in " + own + ": ")
                    .message()
                    .hasLineCount(1);
        }
        try (Station station = start()) {
            assertThat(station.name()).as("control").isEqualTo("CASTOR");
        }
    }

    @Test
    void stationMayArchiveNothing() throws Exception {
        Files.writeString(
                directory.resolve("castor.yaml"),
                Files.readString(directory.resolve("castor.yaml")) + "archive: {store: none}\n");
        try (Station station = start();
                Client connected = new Client()) {
            OpcUaClient client = connected.client;
            assertThat(value(client, "Engine")).as(station.name()).isEqualTo("");
            assertThat(call(client, "Compact").getStatusCode().isBad()).isTrue();
        }
        assertThat(directory.resolve("data/archive")).doesNotExist();
    }
}
