package dev.pollux.server.space.system;

import static dev.pollux.server.space.TestClient.pollux;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.space.TestClient;
import dev.pollux.server.space.TestStation;
import dev.pollux.server.space.system.SystemValues.Device;
import dev.pollux.server.space.system.SystemValues.DeviceCount;
import dev.pollux.server.space.system.SystemValues.Partner;
import dev.pollux.server.space.system.SystemValues.Redundancy;
import dev.pollux.server.space.system.SystemValues.Times;
import dev.pollux.server.space.system.Topology.Member;
import dev.pollux.server.space.system.Topology.MemberState;
import dev.pollux.server.tag.Quality;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundancySupport;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersOnNetworkRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.FindServersOnNetworkResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RedundantServerDataType;
import org.eclipse.milo.opcua.stack.core.types.structured.ServerStatusDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemSpaceTest {
    private static final String CASTOR = "urn:pollux:Waterworks:CASTOR";
    private static final String POLLUX = "urn:pollux:Waterworks:POLLUX";

    private TestStation station;
    private TestClient observer;
    private TestClient supervisor;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        station = new TestStation(23200, folder, options -> {});
        observer = TestClient.anonymous(station.url);
        supervisor = TestClient.user(station.url, "sven", "supervise");
    }

    @AfterAll
    void stop() throws Exception {
        observer.close();
        supervisor.close();
        station.close();
    }

    static SystemValues values(int state, boolean master, String masterName) {
        return new SystemValues(
                "CASTOR",
                state,
                master,
                masterName,
                new Redundancy(
                        master ? "MASTER" : "STANDBY",
                        "because",
                        7,
                        "",
                        "all devices",
                        Partner.unknown("POLLUX"),
                        new DeviceCount(1, 2),
                        3,
                        List.of("main up", "status down"),
                        "00",
                        new Times(
                                Optional.of(Instant.parse("2026-11-21T10:00:00Z")),
                                Optional.empty(),
                                Optional.empty(),
                                "",
                                Duration.ofMillis(1500))),
                List.of(new Device("plc 1", true, 1, 2, Duration.ofMillis(12), "")));
    }

    static Topology topology(int ownLevel, MemberState ownState) {
        return new Topology(
                CASTOR,
                List.of(
                        new Member(
                                CASTOR,
                                "CASTOR",
                                List.of("opc.tcp://localhost:23200/pollux/discovery"),
                                ownLevel,
                                ownState),
                        new Member(
                                POLLUX,
                                "POLLUX",
                                List.of("opc.tcp://localhost:23201/pollux/discovery"),
                                0,
                                MemberState.COMMUNICATION_FAULT)),
                Optional.empty());
    }

    @Test
    void systemTagsShowWhatIsPublished() throws Exception {
        station.server.publish(values(2, false, "POLLUX"));

        assertThat(observer.value(pollux("@LocalMachineName"))).isEqualTo("CASTOR");
        assertThat(observer.value(pollux("@RedundantServerState"))).isEqualTo(Unsigned.ubyte(2));
        assertThat(observer.value(pollux("@RM_MASTER"))).isEqualTo(false);
        assertThat(observer.value(pollux("@RM_MASTER_NAME"))).isEqualTo("POLLUX");
        assertThat(observer.value(pollux("@RM_SERVER_NAME"))).isEqualTo("CASTOR");
        assertThat(observer.value(redundancy("State"))).isEqualTo("STANDBY");
        assertThat(observer.value(redundancy("Term"))).isEqualTo(ULong.valueOf(7));
        assertThat((String[]) observer.value(redundancy("LinkStates"))).containsExactly("main up", "status down");
        assertThat(observer.value(redundancy("LastLossTime")))
                .isEqualTo(new DateTime(Instant.parse("2026-11-21T10:00:00Z")));
        assertThat(observer.value(redundancy("LastSwitchDuration"))).isEqualTo(1500.0);
        assertThat(observer.value(pollux("Pollux/Devices/plc 1/Reconnects"))).isEqualTo(Unsigned.uint(1));
        assertThat(observer.value(pollux("Pollux/Devices/plc 1/CycleTime"))).isEqualTo(12.0);
        assertThat(observer.browseNames(pollux("Pollux/Devices"))).contains("plc 1");
        assertThat(observer.browseNames(pollux("Pollux"))).contains("SystemTags", "Redundancy", "Devices");
        assertThat(observer.browseNames(redundancy("Switchover"))).contains("InputArguments", "OutputArguments");
    }

    // Every published value has a node, and every node gets a value: a forgotten one would stay Bad for ever.
    @Test
    void noVariableOfTheModelIsForgotten() throws Exception {
        station.server.publish(values(1, true, "CASTOR"));
        for (String name : observer.browseNames(pollux("Pollux/Redundancy"))) {
            if (Set.of("Switchover", "Exchange", "ReadArchive", "ReadMessages", "PolluxRedundancyType")
                    .contains(name)) {
                continue;
            }
            assertThat(observer.read(redundancy(name)).statusCode()).as(name).isEqualTo(StatusCode.GOOD);
        }
        for (String name : observer.browseNames(pollux("Pollux/Archive"))) {
            if (!List.of("Compact", "Backup", "PolluxArchiveType").contains(name)) {
                assertThat(observer.read(pollux("Pollux/Archive/" + name)).statusCode())
                        .as(name)
                        .isEqualTo(StatusCode.GOOD);
            }
        }
    }

    // Without an archive nothing can be done; with one only administrators do.
    @Test
    void onlyAdministratorsMaintainTheArchive() throws Exception {
        NodeId archive = pollux("Pollux/Archive");
        NodeId backup = pollux("Pollux/Archive/Backup");
        TestClient admin = TestClient.user(station.url, "ada", "admin");
        try {
            assertThat(admin.call(archive, backup, "x").getStatusCode())
                    .isEqualTo(new StatusCode(StatusCodes.Bad_NotSupported));
            List<String> wishes = new java.util.concurrent.CopyOnWriteArrayList<>();
            station.server.control(new ArchiveControl() {
                @Override
                public Answer compact(String user) {
                    wishes.add("compact by " + user);
                    return new Answer(Quality.GOOD, "begun");
                }

                @Override
                public Answer backup(String directory, String user) {
                    wishes.add("backup to " + directory + " by " + user);
                    return new Answer(Quality.BAD_OUT_OF_RANGE, "refused");
                }
            });
            assertThat(supervisor.call(archive, backup, "x").getStatusCode())
                    .isEqualTo(new StatusCode(StatusCodes.Bad_UserAccessDenied));
            assertThat(admin.call(archive, backup, " ").getStatusCode())
                    .isEqualTo(new StatusCode(StatusCodes.Bad_InvalidArgument));
            assertThat(wishes).isEmpty();

            CallMethodResult compacted = admin.call(archive, pollux("Pollux/Archive/Compact"));
            CallMethodResult copied = admin.call(archive, backup, "/tmp/copy");

            assertThat(wishes).containsExactly("compact by ada", "backup to /tmp/copy by ada");
            assertThat(compacted.getStatusCode()).isEqualTo(StatusCode.GOOD);
            assertThat(compacted.getOutputArguments()[0].value()).isEqualTo("begun");
            assertThat(copied.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_OutOfRange));
            assertThat(copied.getOutputArguments()[0].value()).isEqualTo("refused");
        } finally {
            admin.close();
        }
    }

    @Test
    void currentUserIsTheUserOfTheReadingSession() throws Exception {
        assertThat(observer.value(pollux("@Current_User"))).isEqualTo("");
        assertThat(supervisor.value(pollux("@Current_User"))).isEqualTo("sven");
        TestClient.Watch watch = supervisor.watch(pollux("@Current_User"));
        await().untilAsserted(() -> assertThat(watch.plain()).containsExactly("sven"));
    }

    @Test
    void roleChangesArePushed() throws Exception {
        station.server.publish(values(2, false, "POLLUX"));
        TestClient.Watch master = observer.watch(pollux("@RM_MASTER"));
        await().untilAsserted(() -> assertThat(master.plain()).containsExactly(false));

        station.server.publish(values(1, true, "CASTOR"));
        station.server.publish(values(1, true, "CASTOR"));
        station.server.publish(values(2, false, "POLLUX"));

        await().untilAsserted(() -> assertThat(master.plain()).containsExactly(false, true, false));
    }

    @Test
    void onlySupervisorsAskForTheMasterRole() throws Exception {
        station.roleRequests.clear();
        assertThat(observer.write(pollux("@RM_MASTER"), true))
                .isEqualTo(new StatusCode(StatusCodes.Bad_UserAccessDenied));
        assertThat(observer.read(pollux("@RM_MASTER"), AttributeId.UserAccessLevel)
                        .value()
                        .value())
                .isEqualTo(Unsigned.ubyte(1));
        assertThat(supervisor.write(pollux("@RM_MASTER"), "x")).isEqualTo(new StatusCode(StatusCodes.Bad_TypeMismatch));
        assertThat(supervisor.write(pollux("@LocalMachineName"), "x"))
                .isEqualTo(new StatusCode(StatusCodes.Bad_NotWritable));
        assertThat(call(observer, "Switchover", "").getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_UserAccessDenied));
        assertThat(station.roleRequests).isEmpty();

        assertThat(supervisor.write(pollux("@RM_MASTER"), true)).isEqualTo(StatusCode.GOOD);
        CallMethodResult done = call(supervisor, "Switchover", "");
        CallMethodResult refused = call(supervisor, "Switchover", "NOBODY");

        assertThat(station.roleRequests)
                .containsExactly("master=true by sven", "switchover to '' by sven", "switchover to 'NOBODY' by sven");
        assertThat(done.getStatusCode()).isEqualTo(StatusCode.GOOD);
        assertThat(done.getOutputArguments()[0].value()).isEqualTo("POLLUX is Master");
        assertThat(refused.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_NotFound));
        assertThat(refused.getOutputArguments()[0].value()).isEqualTo("no station NOBODY");
        assertThat(supervisor
                        .call(pollux("Pollux/Redundancy"), redundancy("Switchover"))
                        .getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_ArgumentsMissing));
        assertThat(call(supervisor, "Switchover", 5).getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_InvalidArgument));
    }

    @Test
    void serverRedundancyNamesTheWholeSet() throws Exception {
        station.server.publish(topology(255, MemberState.RUNNING));

        assertThat(observer.value(NodeIds.Server_ServerRedundancy_RedundancySupport))
                .isEqualTo(RedundancySupport.Hot.getValue());
        assertThat(observer.browseNames(NodeIds.Server_ServerRedundancy))
                .contains("NonTransparentRedundancyType", "ServerUriArray", "RedundantServerArray")
                .doesNotContain("ServerRedundancyType");
        assertThat((String[]) observer.value(new NodeId(0, 11314))).containsExactly(CASTOR, POLLUX);
        assertThat((String[]) observer.value(NodeIds.Server_ServerArray)).containsExactly(CASTOR, POLLUX);
        assertThat(observer.value(NodeIds.Server_ServiceLevel)).isEqualTo(Unsigned.ubyte(255));
        assertThat(members())
                .extracting(
                        RedundantServerDataType::getServerId,
                        RedundantServerDataType::getServiceLevel,
                        RedundantServerDataType::getServerState)
                .containsExactly(
                        tuple(CASTOR, Unsigned.ubyte(255), ServerState.Running),
                        // A silent partner must not look healthy.
                        tuple(POLLUX, Unsigned.ubyte(0), ServerState.CommunicationFault));
        List<ApplicationDescription> found =
                DiscoveryClient.findServers(station.url).get();
        assertThat(found)
                .extracting(ApplicationDescription::getApplicationUri)
                .containsExactlyInAnyOrder(CASTOR, POLLUX);
        assertThat(found).allSatisfy(each -> assertThat(each.getDiscoveryUrls()).isNotEmpty());
    }

    @Test
    void serverStatusShowsTheStateToo() throws Exception {
        station.server.publish(topology(1, MemberState.SUSPENDED));
        ExtensionObject status = (ExtensionObject) observer.value(NodeIds.Server_ServerStatus);
        assertThat(status.decode(observer.ua.getStaticEncodingContext()))
                .isInstanceOfSatisfying(
                        ServerStatusDataType.class,
                        decoded -> assertThat(decoded.getState()).isEqualTo(ServerState.Suspended));
        station.server.publish(topology(255, MemberState.RUNNING));
    }

    @Test
    void membersOnTheNetworkCarryTheirCapability() throws Exception {
        station.server.publish(topology(255, MemberState.RUNNING));
        assertThat(onNetwork("NTRS")).containsExactly("CASTOR", "POLLUX");
        assertThat(onNetwork("GDS")).isEmpty();
    }

    private List<String> onNetwork(String capability) throws Exception {
        FindServersOnNetworkResponse response = (FindServersOnNetworkResponse) observer.ua
                .getTransport()
                .sendRequestMessage(new FindServersOnNetworkRequest(
                        observer.ua.newRequestHeader(), Unsigned.uint(0), Unsigned.uint(0), new String[] {capability}))
                .get();
        return Arrays.stream(Objects.requireNonNull(response.getServers()))
                .map(server -> Objects.requireNonNull(server.getServerName()))
                .toList();
    }

    // Clients leave a degraded Master by this value: its way to them counts.
    @Test
    void serviceLevelReachesSubscribersWithTheNextPublish() throws Exception {
        station.server.publish(topology(255, MemberState.RUNNING));
        TestClient.Watch level = observer.watch(NodeIds.Server_ServiceLevel);
        TestClient.Watch array = observer.watch(new NodeId(0, 11313));
        await().untilAsserted(() -> assertThat(level.values).hasSize(1));
        assertThat(level.item.getRevisedSamplingInterval()).contains(0.0);
        List<Duration> latencies = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            Object next = Unsigned.ubyte(255 - i);
            long sent = System.nanoTime();
            station.server.publish(topology(255 - i, MemberState.RUNNING));
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> level.plain().contains(next));
            latencies.add(Duration.ofNanos(System.nanoTime() - sent));
        }
        assertThat(latencies.stream().sorted().toList().get(4)).isLessThan(Duration.ofMillis(250));
        await().untilAsserted(() -> assertThat(array.values).hasSize(10));

        // Sampling, however fast, would miss levels that last for microseconds only.
        for (int brief : List.of(100, 101, 102)) {
            station.server.publish(topology(brief, MemberState.RUNNING));
        }
        await().untilAsserted(() ->
                assertThat(level.plain()).endsWith(Unsigned.ubyte(100), Unsigned.ubyte(101), Unsigned.ubyte(102)));
    }

    // A client that sees the announcement moves before its connection breaks.
    @Test
    void shutdownIsAnnouncedBeforeConnectionsClose(@TempDir Path folder) throws Exception {
        TestStation going = new TestStation(23210, folder, options -> options.anonymous = Optional.of(Role.OBSERVER));
        try (TestClient client = TestClient.anonymous(going.url)) {
            going.server.publish(topology(255, MemberState.RUNNING));
            TestClient.Watch level = client.watch(NodeIds.Server_ServiceLevel);
            TestClient.Watch state = client.watch(NodeIds.Server_ServerStatus_State);
            await().untilAsserted(() -> assertThat(state.values).hasSize(1));
            assertThat(going.server.clientCount()).isEqualTo(1);

            long start = System.nanoTime();
            going.shutdown(Duration.ofSeconds(5));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            await().untilAsserted(() -> assertThat(level.plain()).endsWith(Unsigned.ubyte(0)));
            await().untilAsserted(() -> assertThat(state.plain()).endsWith(ServerState.Shutdown.getValue()));
        } finally {
            going.close();
        }
    }

    private List<RedundantServerDataType> members() throws Exception {
        return Arrays.stream((ExtensionObject[]) observer.value(new NodeId(0, 11313)))
                .map(each -> (RedundantServerDataType) each.decode(observer.ua.getStaticEncodingContext()))
                .toList();
    }

    private static CallMethodResult call(TestClient client, String method, Object... arguments) throws Exception {
        return client.call(pollux("Pollux/Redundancy"), redundancy(method), arguments);
    }

    private static NodeId redundancy(String name) {
        return pollux("Pollux/Redundancy/" + name);
    }
}
