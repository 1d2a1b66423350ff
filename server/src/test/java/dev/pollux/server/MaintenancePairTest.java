package dev.pollux.server;

import static dev.pollux.server.TestPair.awaitValue;
import static dev.pollux.server.TestPair.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.security.PasswordHash;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking one station of a pair out of service, as an administrator and the clients see it. */
class MaintenancePairTest {
    private static final String LEVEL = "i=2267";
    private static final String STATE = "i=2259";
    private static final String RETURN_TIME = "i=12885";
    private static final int SUSPENDED = 3;
    private static final NodeId MAINTENANCE = TestClient.pollux("Pollux/Maintenance");

    @TempDir
    Path directory = Path.of("set by JUnit");

    private TestPair pair = unset();

    @SuppressWarnings("NullAway") // set before each test
    private static TestPair unset() {
        return null;
    }

    @BeforeEach
    void prepare() throws Exception {
        String hash = PasswordHash.hash("admin".toCharArray());
        pair = new TestPair(
                directory,
                28_100,
                yaml -> yaml.replace(
                        "  anonymous: supervisor",
                        "  anonymous: supervisor\n  accounts: [{name: ada, password-hash: \"" + hash
                                + "\", role: configure-admin}]"));
    }

    @AfterEach
    void closeEverything() throws Exception {
        pair.close();
    }

    private TestClient ada(String station) throws UaException {
        return pair.add(TestClient.user(pair.url(station), "ada", "admin"));
    }

    // Hand over, tell clients, refuse new ones, put out the rest, stay so over a restart: then a technician can work.
    @Test
    void maintenanceHandsTheRoleOverKeepsClientsOutAndSurvivesARestart() throws Exception {
        Station castor = pair.start("CASTOR");
        pair.start("POLLUX");
        OpcUaClient viewer = pair.connect("CASTOR");
        OpcUaClient other = pair.connect("POLLUX");
        awaitValue(viewer, "@RM_MASTER", true);
        awaitValue(other, "@RedundantServerState", UByte.valueOf(2));
        Instant until = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);

        CallMethodResult refused = TestClient.anonymous(pair.url("CASTOR"))
                .call(MAINTENANCE, TestClient.pollux("Pollux/Maintenance/On"), new DateTime(until), "new disk", false);
        CallMethodResult done = ada("CASTOR")
                .call(MAINTENANCE, TestClient.pollux("Pollux/Maintenance/On"), new DateTime(until), "new disk", false);

        assertThat(refused.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_UserAccessDenied));
        assertThat(done.getStatusCode()).isEqualTo(StatusCode.GOOD);
        assertThat(value(other, "@RM_MASTER")).isEqualTo(true);
        awaitValue(other, "Pollux/Redundancy/PartnerServiceLevel", UByte.valueOf(0));
        TestClient ada = ada("CASTOR");
        assertInMaintenance(ada.ua, until);
        // Nobody hands the role back to a station that is being worked on.
        CallMethodResult back = ada("POLLUX")
                .call(
                        TestClient.pollux("Pollux/Redundancy"),
                        TestClient.pollux("Pollux/Redundancy/Switchover"),
                        "CASTOR");
        assertThat(back.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_InvalidState));
        assertThat(String.valueOf(back.getOutputArguments()[0].value())).contains("out of service");
        assertThatThrownBy(() -> TestClient.anonymous(pair.url("CASTOR"))).isInstanceOf(UaException.class);
        // The one that watches leaves by itself or is put out; either way the station has no clients but
        // administrators.
        await().atMost(TestPair.LIMIT).until(() -> viewerIsOut(viewer));

        pair.close(castor);
        pair.start("CASTOR");

        TestClient again = ada("CASTOR");
        awaitValue(again.ua, "@RedundantServerState", UByte.valueOf(2));
        assertInMaintenance(again.ua, until);
        assertThatThrownBy(() -> TestClient.anonymous(pair.url("CASTOR"))).isInstanceOf(UaException.class);

        assertThat(again.call(MAINTENANCE, TestClient.pollux("Pollux/Maintenance/Off"))
                        .getStatusCode())
                .isEqualTo(StatusCode.GOOD);
        awaitValue(again.ua, LEVEL, UByte.valueOf(229));
        assertThat(value(again.ua, STATE)).isEqualTo(0);
        pair.connect("CASTOR");
    }

    private static void assertInMaintenance(OpcUaClient client, Instant until) throws UaException {
        awaitValue(client, LEVEL, UByte.valueOf(0));
        assertThat(value(client, STATE)).isEqualTo(SUSPENDED);
        assertThat(value(client, RETURN_TIME)).isEqualTo(new DateTime(until));
        assertThat(value(client, "Pollux/Maintenance/Active")).isEqualTo(true);
        assertThat(String.valueOf(value(client, "Pollux/Redundancy/ServiceLevelReason")))
                .contains("maintenance until")
                .contains("new disk");
    }

    private static boolean viewerIsOut(OpcUaClient viewer) {
        try {
            value(viewer, "@RM_MASTER");
            return false;
        } catch (UaException gone) {
            return true;
        }
    }

    // The last station that serves must not be taken away by a slip; who really wants it says so.
    @Test
    void theOnlyStationGoesOutOfServiceOnlyByForce() throws Exception {
        pair.start("CASTOR");
        TestClient ada = ada("CASTOR");
        awaitValue(ada.ua, "@RM_MASTER", true);

        CallMethodResult refused =
                ada.call(MAINTENANCE, TestClient.pollux("Pollux/Maintenance/On"), DateTime.NULL_VALUE, "", false);

        assertThat(refused.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_InvalidState));
        assertThat(String.valueOf(refused.getOutputArguments()[0].value())).contains("force");
        assertThat(value(ada.ua, "Pollux/Maintenance/Active")).isEqualTo(false);
        assertThat(ada.call(MAINTENANCE, TestClient.pollux("Pollux/Maintenance/On"), DateTime.NULL_VALUE, "", true)
                        .getStatusCode())
                .isEqualTo(StatusCode.GOOD);
        awaitValue(ada.ua, LEVEL, UByte.valueOf(0));
    }

    // OPC 10000-5 §9.4: wrong arguments are named one by one, a shutdown counts down and ends the process.
    @Test
    void requestServerStateChangeChecksItsArgumentsAndShutsDown() throws Exception {
        TestClient.Certificate certificate = TestClient.Certificate.of("urn:ada");
        pair.trust("CASTOR", certificate.certificate());
        Station castor = pair.start("CASTOR");
        pair.start("POLLUX");
        // The stack lets nobody call this method over a channel that is not encrypted.
        TestClient ada = pair.add(TestClient.secured(
                pair.url("CASTOR"),
                MessageSecurityMode.SignAndEncrypt,
                certificate,
                new UsernameProvider("ada", "admin")));
        awaitValue(ada.ua, "Pollux/Redundancy/PartnerAvailable", true);
        awaitValue(ada.ua, "@RM_MASTER", true);
        CompletableFuture<Station.Ending> ending = castor.ending().toCompletableFuture();

        CallMethodResult past = change(ada, SUSPENDED, new DateTime(Instant.EPOCH), 0, false);
        CallMethodResult failed = change(ada, 1, DateTime.NULL_VALUE, 0, false);
        assertThat(past.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_InvalidArgument));
        assertThat(past.getInputArgumentResults()[1]).isEqualTo(new StatusCode(StatusCodes.Bad_OutOfRange));
        assertThat(failed.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_InvalidState));
        assertThat(ending).isNotDone();

        assertThat(change(ada, 4, DateTime.NULL_VALUE, 2, false).getStatusCode())
                .isEqualTo(StatusCode.GOOD);

        awaitValue(ada.ua, STATE, 4);
        assertThat(value(ada.ua, LEVEL)).isEqualTo(UByte.valueOf(0));
        await().atMost(TestPair.LIMIT)
                .untilAsserted(() -> assertThat(ending).isCompletedWithValue(Station.Ending.STOP));
        assertThat(change(ada, 0, DateTime.NULL_VALUE, 0, false).getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_InvalidState));
    }

    private static CallMethodResult change(TestClient client, int state, DateTime back, int seconds, boolean restart)
            throws UaException {
        return client.call(
                NodeIds.Server,
                NodeIds.Server_RequestServerStateChange,
                state,
                back,
                Unsigned.uint(seconds),
                LocalizedText.english("test"),
                restart);
    }
}
