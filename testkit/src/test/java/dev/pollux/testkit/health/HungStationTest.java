package dev.pollux.testkit.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.plant.PlantSimulator;
import dev.pollux.server.Station;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.security.Pki;
import dev.pollux.server.source.block.PlcAddresses;
import dev.pollux.testkit.archive.StationProcess;
import dev.pollux.testkit.process.Debugger;
import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real stations; single threads of one of them are made to hang. */
class HungStationTest {
    private static final int PLANT = 23_010;
    private static final int CASTOR = 23_011;
    private static final int POLLUX = 23_012;
    private static final int DEBUG = 23_013;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final UByte FAULT = UByte.valueOf(3);

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @BeforeEach
    void layOut() throws IOException {
        opened(PlantSimulator.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), PLANT), 1));
        Files.createDirectories(directory.resolve("project/tags"));
        Files.writeString(directory.resolve("project/project.yaml"), """
            project: {name: hung, namespace: "urn:hung"}
            redundancy: {stations: [CASTOR, POLLUX], default-master: CASTOR, startup-wait: 30s}
            areas: [{path: Plant}]
            devices: [{name: PLC2, protocol: modbus-tcp, host: 127.0.0.1, port: %d, unit: 2}]
            archive:
              default: change
              capture: [{name: change}]
            users: {anonymous: observer}
            """.formatted(PLANT));
        Files.writeString(directory.resolve("project/tags/plant.csv"), """
            name,area,type,device,address,poll
            COUNTER,Plant,uint32,PLC2,input:1001:UINT32,100ms
            """);
        write(
                "CASTOR",
                CASTOR,
                POLLUX,
                "health: {limits: {redundancy: 2s, archive: 2s, device: 2s},"
                        + " isolate: true, restart: {enabled: true, delay: 1s}}");
        write("POLLUX", POLLUX, CASTOR, "");
        Project project = project();
        try (Pki castor = Station.certificates(project, config("CASTOR", project));
                Pki pollux = Station.certificates(project, config("POLLUX", project))) {
            castor.trustPartner(pollux.certificate());
            pollux.trustPartner(castor.certificate());
        }
    }

    @AfterEach
    void endEverything() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private void write(String name, int own, int other, String health) throws IOException {
        Files.writeString(directory.resolve(name + ".yaml"), """
            station: %s
            endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none, sign-and-encrypt]}]
            partner: {links: [{name: main, kind: main, url: "opc.tcp://localhost:%d/pollux"}]}
            data: data/%s
            %s
            """.formatted(name, own, other, name, health));
    }

    private Project project() {
        return new ProjectReader(new PlcAddresses()::fault)
                .read(directory.resolve("project"))
                .orThrow();
    }

    private StationConfig config(String name, Project project) {
        return new StationReader()
                .read(directory.resolve(name + ".yaml"), project)
                .orThrow();
    }

    private JavaProcess start(String name, String run, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dorg.apache.logging.log4j.level=INFO"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StationProcess.class.getName(),
                directory.resolve("project").toString(),
                directory.resolve(name + ".yaml").toString()));
        return opened(JavaProcess.start(run, directory, command));
    }

    private static Object read(int port, int namespace, String node) throws UaException {
        OpcUaClient client = OpcUaClient.create("opc.tcp://localhost:" + port + "/pollux");
        client.connect();
        try {
            NodeId id = node.startsWith("i=") ? NodeId.parse(node) : new NodeId(namespace, node);
            DataValue value = client.readValue(0, TimestampsToReturn.Both, id);
            Object content = value.value().value();
            return content == null ? value.statusCode() : content;
        } finally {
            client.disconnect();
        }
    }

    private static void awaitValue(int port, String node, Object expected) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(read(port, 2, node)).as(node).isEqualTo(expected));
    }

    private void awaitPair() {
        awaitValue(CASTOR, "@RM_MASTER", true);
        awaitValue(POLLUX, "@RedundantServerState", UByte.valueOf(2));
        awaitValue(CASTOR, "i=2267", UByte.valueOf(255));
        // Control, and from here on a missing sign of life counts by its limit.
        awaitValue(CASTOR, "Pollux/Health/Overall", "healthy");
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> ((Number) read(CASTOR, 2, "Pollux/Archive/StoredSamples")).longValue() > 5);
    }

    // Scenario 5: a thread of the Master hangs for good; nothing else is wrong with it.
    @Test
    void stationWhoseRecorderHangsIsInFaultAndIsRestartedButNotAgainAndAgain() throws Exception {
        JavaProcess castor = start("CASTOR", "castor1", Debugger.option(DEBUG));
        JavaProcess pollux = start("POLLUX", "pollux");
        castor.awaitOutput("(?m)^ready", LIMIT);
        pollux.awaitOutput("(?m)^ready", LIMIT);
        awaitPair();
        try (Debugger debugger = Debugger.attach(DEBUG)) {
            debugger.suspend("pollux-archive");

            castor.awaitOutput("component archive without sign of life for [0-9]+ s", LIMIT);
            awaitValue(POLLUX, "@RM_MASTER", true);
            castor.awaitOutput("1012351 Station blocked: switching to Fault", LIMIT);
            castor.awaitOutput("no longer called complete for \\[PLC2\\] since", LIMIT);
            castor.awaitOutput("1012362 Restart in 1 s", LIMIT);
        }
        assertThat(castor.awaitExit(LIMIT)).isEqualTo(75);
        assertThat(castor.output())
                .as("its owner stops it in good order, nobody ends the process behind its back")
                .contains("station CASTOR stopped");

        // What supervises the process starts it anew; the gap is filled back to the moment of the defect.
        JavaProcess again = start("CASTOR", "castor2", Debugger.option(DEBUG));
        awaitValue(CASTOR, "@RedundantServerState", UByte.valueOf(2));
        awaitValue(CASTOR, "Pollux/Health/ProcessRestarts", UInteger.valueOf(1));
        assertThat(read(POLLUX, 2, "@RM_MASTER")).as("roles do not go back").isEqualTo(true);
        await().during(Duration.ofSeconds(2))
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> read(CASTOR, 2, "Pollux/Archive/CoverageGaps").equals(UInteger.valueOf(0)));
        assertThat(again.output()).doesNotContain("1012352");

        // The restart did not help.
        try (Debugger debugger = Debugger.attach(DEBUG)) {
            debugger.suspend("pollux-archive");

            awaitValue(CASTOR, "@RedundantServerState", FAULT);
            again.awaitOutput("1012352 Station blocked: restart the machine as soon as possible", LIMIT);
            again.awaitOutput("1012360 Restart cancelled: the last one was less than 600 s ago", LIMIT);
            again.awaitOutput("1012356 State is Fault: station is isolated", LIMIT);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(refusal()).contains("Bad_ServerHalted"));
            assertThat(again.alive()).isTrue();
        }
    }

    private static String refusal() {
        try {
            return String.valueOf(read(CASTOR, 2, "@RM_MASTER"));
        } catch (UaException refused) {
            return refused.toString();
        }
    }

    // Nobody but another thread can see that the thread which decides hangs; its clients would see a Master for ever.
    @Test
    void hungDeviceThreadIsReplacedAndAHungDecisionEndsTheProcess() throws Exception {
        JavaProcess castor = start("CASTOR", "castor1", Debugger.option(DEBUG));
        JavaProcess pollux = start("POLLUX", "pollux");
        castor.awaitOutput("(?m)^ready", LIMIT);
        pollux.awaitOutput("(?m)^ready", LIMIT);
        awaitPair();
        try (Debugger debugger = Debugger.attach(DEBUG)) {
            debugger.suspend("pollux-device-PLC2");
            castor.awaitOutput("component device PLC2 without sign of life for [0-9]+ s: it is started anew", LIMIT);
            awaitValue(CASTOR, "Pollux/Health/ComponentRestarts", UInteger.valueOf(1));
            Object before = read(CASTOR, 3, "COUNTER");
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> read(CASTOR, 3, "COUNTER") instanceof Number now && !now.equals(before));
            awaitValue(CASTOR, "Pollux/Health/Overall", "healthy");

            debugger.suspend("pollux-redundancy");

            assertThat(castor.awaitExit(LIMIT)).isEqualTo(70);
        }
        assertThat(castor.output())
                .contains("component redundancy without sign of life for")
                .contains("1012351");
        awaitValue(POLLUX, "@RM_MASTER", true);
    }

    // It serves, but what it decided last has expired: it commands nothing, and no partner is there to end that.
    @Test
    void aLoneMasterWhoseDecisionHangsIsInFaultAndIsRestarted() throws Exception {
        Path yaml = directory.resolve("project/project.yaml");
        Files.writeString(yaml, Files.readString(yaml).replace("startup-wait: 30s", "startup-wait: 1s"));
        JavaProcess castor = start("CASTOR", "castor1", Debugger.option(DEBUG));
        castor.awaitOutput("(?m)^ready", LIMIT);
        awaitValue(CASTOR, "@RM_MASTER", true);
        awaitValue(CASTOR, "Pollux/Health/Overall", "healthy");
        Path forbidden = Files.writeString(directory.resolve("data/CASTOR/no-restart"), "the night shift is alone");
        try (Debugger debugger = Debugger.attach(DEBUG)) {
            debugger.suspend("pollux-redundancy");

            castor.awaitOutput("component redundancy without sign of life for [0-9]+ s", LIMIT);
            castor.awaitOutput("1012351 Station blocked: switching to Fault", LIMIT);
            castor.awaitOutput("1012359 Restart disabled by an operator: the night shift is alone", LIMIT);
            awaitValue(CASTOR, "@RedundantServerState", FAULT);
            awaitValue(CASTOR, "@RM_MASTER", false);

            // It may also go on after a while; then it is what it was, and nothing stays behind.
            debugger.resume("pollux-redundancy");
            awaitValue(CASTOR, "@RM_MASTER", true);
            awaitValue(CASTOR, "Pollux/Health/Overall", "healthy");

            Files.delete(forbidden);
            debugger.suspend("pollux-redundancy");
            castor.awaitOutput("1012362 Restart in 1 s", LIMIT);
            assertThat(castor.awaitExit(LIMIT)).isEqualTo(75);
        }
        assertThat(castor.output()).contains("station CASTOR stopped");
    }
}
