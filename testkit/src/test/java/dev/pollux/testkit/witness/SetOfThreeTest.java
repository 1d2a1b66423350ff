package dev.pollux.testkit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.Station;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.security.Pki;
import dev.pollux.server.source.block.PlcAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real stations and a real etcd in one set: they start, agree on one, hand over and replace one that goes. */
class SetOfThreeTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ETCD = 21_400;
    private static final List<String> NAMES = List.of("CASTOR", "HELENA", "POLLUX");
    private static final String OWN = "Pollux/Redundancy/";

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final Map<String, Station> stations = new HashMap<>();
    private final Map<String, OpcUaClient> clients = new HashMap<>();

    @AfterEach
    void closeAll() {
        clients.values().forEach(client -> {
            var unused = client.disconnectAsync();
        });
        stations.values().forEach(Station::close);
    }

    private static int port(String station) {
        return ETCD + 10 + NAMES.indexOf(station);
    }

    private Project project(EtcdServer etcd) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("project/tags"));
        // Long limits: a busy machine must not look like a broken link.
        Files.writeString(directory.resolve("project/project.yaml"), """
                project: {name: trio, namespace: "urn:example:trio"}
                redundancy:
                  stations: [CASTOR, POLLUX, HELENA]
                  default-master: CASTOR
                  startup-wait: 10s
                  link: {fail-after: 3s}
                  witness: {endpoints: ["%s"], lease: 5s}
                areas: [{path: Plant}]
                devices: [{name: ONE, protocol: modbus-tcp, host: 127.0.0.1, port: 21499}]
                users: {anonymous: supervisor}
                """.formatted(etcd.url()));
        Files.writeString(folder.resolve("plant.csv"), """
                name,area,type,device,address,poll,access
                LEVEL,Plant,uint32,ONE,input:1001:UINT32,100ms,read
                """);
        return new ProjectReader(new PlcAddresses()::fault)
                .read(directory.resolve("project"))
                .orThrow();
    }

    private StationConfig config(Project project, String name) throws IOException {
        List<String> links = NAMES.stream()
                .filter(other -> !other.equals(name))
                .map(other -> "{name: main, kind: main, station: " + other + ", url: \"opc.tcp://localhost:"
                        + port(other) + "/pollux\"}")
                .toList();
        Path file = Files.writeString(
                directory.resolve(name + ".yaml"), """
                station: %s
                endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none, sign-and-encrypt]}]
                partner: {links: [%s]}
                archive: {store: none}
                data: data/%s
                """.formatted(name, port(name), String.join(", ", links), name));
        return new StationReader().read(file, project).orThrow();
    }

    private static void trust(Project project, List<StationConfig> configs) throws IOException {
        List<Pki> all = new ArrayList<>();
        for (StationConfig each : configs) {
            all.add(Station.certificates(project, each));
        }
        for (Pki one : all) {
            for (Pki other : all) {
                if (one != other) {
                    one.trustPartner(other.certificate());
                }
            }
        }
        for (Pki each : all) {
            each.close();
        }
    }

    private void start(Project project, StationConfig config) throws IOException, UaException {
        stations.put(config.station(), Station.start(project, config));
        OpcUaClient client = OpcUaClient.create("opc.tcp://localhost:" + port(config.station()) + "/pollux");
        client.connect();
        clients.put(config.station(), client);
    }

    private OpcUaClient client(String station) {
        return Objects.requireNonNull(clients.get(station));
    }

    private String value(String station, String node) throws UaException {
        return String.valueOf(client(station)
                .readValues(0, TimestampsToReturn.Both, List.of(new NodeId(2, node)))
                .get(0)
                .value()
                .value());
    }

    private void awaitMaster(String master, String... others) {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
            assertThat(value(master, OWN + "State")).isEqualTo("MASTER");
            assertThat(value(master, "Pollux/Witness/ActsAsMaster")).isEqualTo("true");
            for (String other : others) {
                assertThat(value(other, OWN + "State")).as(other).isEqualTo("STANDBY");
                assertThat(value(other, "@RM_MASTER_NAME")).as(other).isEqualTo(master);
                assertThat(value(other, "Pollux/Witness/Holder")).as(other).isEqualTo(master);
            }
        });
    }

    @Test
    void theyAgreeOnOneHandOverAndReplaceOneThatGoes() throws Exception {
        try (EtcdServer etcd = EtcdServer.start(directory, ETCD)) {
            Project project = project(etcd);
            List<StationConfig> configs = new ArrayList<>();
            for (String name : NAMES) {
                configs.add(config(project, name));
            }
            trust(project, configs);
            for (StationConfig each : configs) {
                start(project, each);
            }
            awaitMaster("CASTOR", "HELENA", "POLLUX");

            StatusCode outcome = Objects.requireNonNull(client("CASTOR")
                            .call(List.of(new CallMethodRequest(
                                    new NodeId(2, "Pollux/Redundancy"),
                                    new NodeId(2, "Pollux/Redundancy/Switchover"),
                                    new Variant[] {new Variant("HELENA")})))
                            .getResults())[0]
                    .getStatusCode();
            assertThat(outcome).isEqualTo(StatusCode.GOOD);
            awaitMaster("HELENA", "CASTOR", "POLLUX");

            // Of two that are equal the default master goes first.
            Objects.requireNonNull(stations.remove("HELENA")).close();
            awaitMaster("CASTOR", "POLLUX");

            start(project, configs.get(NAMES.indexOf("HELENA")));
            awaitMaster("CASTOR", "HELENA", "POLLUX");
        }
    }
}
