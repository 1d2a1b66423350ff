package dev.pollux.server.space.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.RedundancyConfig.Mode;
import dev.pollux.server.redundancy.ModeRules.Backup;
import dev.pollux.server.space.TestClient;
import dev.pollux.server.space.TestStation;
import dev.pollux.server.space.system.Topology.Member;
import dev.pollux.server.space.system.Topology.MemberState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundancySupport;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundantServerMode;
import org.eclipse.milo.opcua.stack.core.types.structured.NetworkGroupDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of the mode of a set and of its networks (OPC 10000-5 §6.3.9, §6.3.10, §6.3.15). */
class AdvertisementTest {
    private static final String CASTOR = "urn:pollux:Waterworks:CASTOR";
    private static final String POLLUX = "urn:pollux:Waterworks:POLLUX";
    private static final NodeId REDUNDANCY = NodeIds.Server_ServerRedundancy;
    private static final NodeId NETWORK_GROUPS = new NodeId(0, 14415);
    private static final int PORT = 26_300;

    @TempDir
    Path folder = Path.of("set by JUnit");

    /** A look at a station of its own, as the user may. */
    private interface Look {
        void at(TestStation station, TestClient client) throws Exception;
    }

    private void look(int port, Consumer<TestStation.Options> choice, Look look) throws Exception {
        try (TestStation station = new TestStation(port, folder, choice);
                TestClient client = TestClient.user(station.url, "sven", "supervise")) {
            look.at(station, client);
        }
    }

    private static List<Object> typeOf(TestClient client) throws Exception {
        return client.browse(REDUNDANCY, BrowseDirection.Forward).stream()
                .filter(each -> each.getReferenceTypeId().equals(NodeIds.HasTypeDefinition))
                .<Object>map(each ->
                        each.getNodeId().toNodeId(client.ua.getNamespaceTable()).orElseThrow())
                .toList();
    }

    private static Object support(TestClient client) throws Exception {
        return RedundancySupport.from((Integer) client.value(new NodeId(0, 3709)));
    }

    private static NodeId child(TestClient client, String name) throws Exception {
        return client.browse(REDUNDANCY, BrowseDirection.Forward).stream()
                .filter(each -> name.equals(each.getBrowseName().name())
                        && each.getBrowseName().namespaceIndex().intValue() == 0)
                .map(each ->
                        each.getNodeId().toNodeId(client.ua.getNamespaceTable()).orElseThrow())
                .findFirst()
                .orElseThrow(() -> new AssertionError("ServerRedundancy has no " + name));
    }

    private static Topology topology(Backup backup, String... partnerUrls) {
        return new Topology(
                CASTOR,
                List.of(
                        new Member(
                                CASTOR,
                                "CASTOR",
                                List.of(
                                        "opc.tcp://localhost:26310/pollux/discovery",
                                        "opc.tcp://127.0.0.1:26311/pollux/discovery"),
                                255,
                                MemberState.RUNNING),
                        new Member(POLLUX, "POLLUX", List.of(partnerUrls), 189, MemberState.RUNNING)),
                Optional.empty(),
                backup);
    }

    @Test
    void eachModeIsAdvertisedAsWhatItIs() throws Exception {
        look(PORT, options -> options.mode = Mode.HOT, (station, client) -> {
            assertThat(support(client)).isEqualTo(RedundancySupport.Hot);
            assertThat(typeOf(client)).containsExactly(NodeIds.NonTransparentRedundancyType);
            assertThat(client.browseNames(REDUNDANCY)).doesNotContain("Mode", "Failover", "ServerNetworkGroups");
        });
        look(PORT + 1, options -> options.mode = Mode.WARM, (station, client) -> {
            assertThat(support(client)).isEqualTo(RedundancySupport.Warm);
            assertThat(typeOf(client)).containsExactly(NodeIds.NonTransparentRedundancyType);
        });
        look(PORT + 2, options -> options.mode = Mode.COLD, (station, client) -> {
            assertThat(support(client)).isEqualTo(RedundancySupport.Cold);
        });
    }

    @Test
    void aBackupSetHasModeAndFailover() throws Exception {
        look(PORT + 3, options -> options.mode = Mode.BACKUP, (station, client) -> {
            assertThat(support(client)).as("shall use Warm").isEqualTo(RedundancySupport.Warm);
            assertThat(typeOf(client)).containsExactly(NodeIds.NonTransparentBackupRedundancyType);
            NodeId mode = child(client, "Mode");
            TestClient.Watch watch = client.watch(mode);

            station.server.publish(topology(Backup.BACKUP_READY));
            station.server.publish(topology(Backup.PRIMARY_WITH_BACKUP));

            assertThat(client.value(mode)).isEqualTo(RedundantServerMode.PrimaryWithBackup.getValue());
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(watch.plain())
                            .containsExactly(
                                    RedundantServerMode.BackupNotReady.getValue(),
                                    RedundantServerMode.BackupReady.getValue(),
                                    RedundantServerMode.PrimaryWithBackup.getValue()));
            NodeId failover = child(client, "Failover");
            assertThat(client.call(REDUNDANCY, failover).getStatusCode().isGood())
                    .isTrue();
            assertThat(station.roleRequests).containsExactly("switchover to '' by sven");
            assertThat(client.call(REDUNDANCY, failover, "POLLUX")
                            .getStatusCode()
                            .value())
                    .as("it has no parameters")
                    .isEqualTo(StatusCodes.Bad_TooManyArguments);
            try (TestClient observer = TestClient.anonymous(station.url)) {
                assertThat(observer.call(REDUNDANCY, failover).getStatusCode().value())
                        .isEqualTo(StatusCodes.Bad_UserAccessDenied);
            }
            assertThat(station.roleRequests).as("control").hasSize(1);
        });
    }

    // Clients must tell the ways to one server from two servers.
    @Test
    void severalNetworksAreToldAsPathsOfEachMember() throws Exception {
        look(PORT + 10, options -> options.hosts = List.of("localhost", "127.0.0.1"), (station, client) -> {
            assertThat(support(client)).isEqualTo(RedundancySupport.Hot);
            assertThat(typeOf(client)).containsExactly(NodeIds.NonTransparentNetworkRedundancyType);
            station.server.publish(topology(
                    Backup.BACKUP_NOT_READY,
                    "opc.tcp://east:4840/pollux/discovery",
                    "opc.tcp://west:4840/pollux/discovery",
                    "opc.tcp://east:4841/pollux/discovery"));

            assertThat(groups(client))
                    .containsExactly(
                            tuple(
                                    CASTOR,
                                    List.of(
                                            List.of("opc.tcp://localhost:26310/pollux"),
                                            List.of("opc.tcp://127.0.0.1:26311/pollux"))),
                            tuple(
                                    POLLUX,
                                    List.of(
                                            List.of("opc.tcp://east:4840/pollux", "opc.tcp://east:4841/pollux"),
                                            List.of("opc.tcp://west:4840/pollux"))));
            assertThat((String[]) client.value(new NodeId(0, 11314))).containsExactly(CASTOR, POLLUX);
            assertThat(child(client, "ServerNetworkGroups")).isEqualTo(NETWORK_GROUPS);
        });
    }

    // OPC 10000-5 §6.3.10: with one entry in ServerUriArray the support is HotAndMirrored.
    @Test
    void oneStationOnSeveralNetworksIsRedundantWithItself() throws Exception {
        Consumer<TestStation.Options> alone = options -> {
            options.stations = List.of("CASTOR");
            options.hosts = List.of("localhost", "127.0.0.1");
        };
        look(PORT + 20, alone, (station, client) -> {
            assertThat(support(client)).isEqualTo(RedundancySupport.HotAndMirrored);
            assertThat(typeOf(client)).containsExactly(NodeIds.NonTransparentNetworkRedundancyType);
            assertThat((String[]) client.value(new NodeId(0, 11314))).containsExactly(CASTOR);
            assertThat(groups(client)).hasSize(1);
        });
        look(PORT + 30, options -> options.stations = List.of("CASTOR"), (station, client) -> {
            assertThat(support(client)).as("control: one network").isEqualTo(RedundancySupport.None);
            assertThat(typeOf(client)).containsExactly(NodeIds.ServerRedundancyType);
        });
    }

    @Test
    void aBackupSetOnSeveralNetworksHasBoth() throws Exception {
        Consumer<TestStation.Options> both = options -> {
            options.mode = Mode.BACKUP;
            options.hosts = List.of("localhost", "127.0.0.1");
        };
        look(PORT + 40, both, (station, client) -> {
            assertThat(typeOf(client)).containsExactly(NodeIds.NonTransparentBackupRedundancyType);
            assertThat(client.browseNames(REDUNDANCY)).contains("Mode", "Failover", "ServerNetworkGroups");
        });
    }

    private static List<org.assertj.core.groups.Tuple> groups(TestClient client) throws Exception {
        ExtensionObject[] groups = (ExtensionObject[]) client.value(NETWORK_GROUPS);
        return Arrays.stream(groups)
                .map(each -> (NetworkGroupDataType) each.decode(client.ua.getStaticEncodingContext()))
                .map(group -> tuple(
                        group.getServerUri(),
                        Arrays.stream(group.getNetworkPaths())
                                .map(path -> List.of(path.getEndpointUrlList()))
                                .toList()))
                .toList();
    }
}
