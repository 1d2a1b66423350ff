package dev.pollux.testkit.mode;

import static dev.pollux.testkit.mode.ModePair.CASTOR;
import static dev.pollux.testkit.mode.ModePair.LIMIT;
import static dev.pollux.testkit.mode.ModePair.POLLUX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Arrays;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundancySupport;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundantServerMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;
import org.eclipse.milo.opcua.stack.core.types.structured.RedundantServerDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs in each mode but Hot, as processes with real devices, up to the end of their Master. */
class ModeStoryTest {
    private static final StatusCode NO_COMMUNICATION = new StatusCode(StatusCodes.Bad_NoCommunication);
    private static final NodeId LEVEL = NodeIds.Server_ServiceLevel;
    private static final NodeId SUPPORT = NodeIds.Server_ServerRedundancy_RedundancySupport;
    private static final NodeId ROLE = new NodeId(2, "@RedundantServerState");
    private static final NodeId MODE = new NodeId(2, "Server.ServerRedundancy.Mode");
    private static final NodeId FAILOVER = new NodeId(2, "Server.ServerRedundancy.Failover");

    @TempDir
    Path directory = Path.of("set by JUnit");

    private static NodeId tag(String name) {
        return new NodeId(3, name);
    }

    private static Object level(int value) {
        return Unsigned.ubyte(value);
    }

    // The device ONE serves a single connection: it must follow the role, by plan and without warning.
    @Test
    void aWarmStandbyLeavesADeviceToTheMasterAndHasItWhenItLeads() throws Exception {
        try (ModePair pair = new ModePair(directory, 26_110, "warm").start()) {
            pair.awaitValue(CASTOR, LEVEL, level(255));
            pair.awaitValue(POLLUX, LEVEL, level(189));
            assertThat(pair.value(POLLUX, SUPPORT)).isEqualTo(RedundancySupport.Warm.getValue());
            pair.awaitGood(CASTOR, "ONE");
            pair.awaitGood(POLLUX, "ALL");
            pair.awaitValue(POLLUX, tag("ONE"), NO_COMMUNICATION);
            pair.awaitValue(POLLUX, tag("SHARED"), NO_COMMUNICATION);
            assertThat(pair.write(POLLUX, "STOP", false)).isEqualTo(NO_COMMUNICATION);
            assertThat(pair.write(CASTOR, "STOP", false)).as("control").isEqualTo(StatusCode.GOOD);

            StatusCode outcome = pair.call(
                    CASTOR,
                    new NodeId(2, "Pollux/Redundancy"),
                    new NodeId(2, "Pollux/Redundancy/Switchover"),
                    new Variant("POLLUX"));

            assertThat(outcome).isEqualTo(StatusCode.GOOD);
            pair.awaitGood(POLLUX, "ONE");
            pair.awaitValue(CASTOR, tag("ONE"), NO_COMMUNICATION);
            pair.awaitValue(POLLUX, LEVEL, level(255));
            pair.awaitValue(CASTOR, LEVEL, level(189));

            pair.kill(POLLUX);

            pair.awaitGood(CASTOR, "ONE");
            pair.awaitValue(CASTOR, LEVEL, level(255));
        }
    }

    // The Master's own way to the device SHARED breaks: the Standby gets it, is the better one, and leads.
    @Test
    void aStandbyTakesOverADeviceThatTheMasterHasLostAndTheRolesFollow() throws Exception {
        try (ModePair pair = new ModePair(directory, 26_130, "warm").start()) {
            pair.awaitGood(CASTOR, "SHARED");
            pair.awaitValue(POLLUX, tag("SHARED"), NO_COMMUNICATION);
            pair.awaitValue(POLLUX, ROLE, level(2));

            pair.cutSharedFromCastor();

            pair.awaitGood(POLLUX, "SHARED");
            pair.awaitValue(POLLUX, ROLE, level(1));
            pair.awaitGood(POLLUX, "ONE");
            pair.awaitValue(CASTOR, ROLE, level(2));
            pair.awaitValue(POLLUX, LEVEL, level(255));
            pair.awaitValue(CASTOR, tag("SHARED"), NO_COMMUNICATION);
        }
    }

    @Test
    void aColdStandbyServesNobodyAndReadsNothingUntilItLeads() throws Exception {
        try (ModePair pair = new ModePair(directory, 26_150, "cold").start()) {
            pair.awaitValue(CASTOR, LEVEL, level(255));
            pair.awaitGood(CASTOR, "ONE");
            assertThat(pair.value(CASTOR, SUPPORT)).isEqualTo(RedundancySupport.Cold.getValue());
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(partner(pair))
                            .extracting(
                                    RedundantServerDataType::getServiceLevel, RedundantServerDataType::getServerState)
                            .containsExactly(level(1), ServerState.Suspended));
            assertThatThrownBy(() -> pair.client(POLLUX))
                    .isInstanceOfSatisfying(
                            UaException.class,
                            refused -> assertThat(refused.getStatusCode().value())
                                    .isEqualTo(StatusCodes.Bad_ServerHalted));

            pair.kill(CASTOR);

            pair.awaitValue(POLLUX, LEVEL, level(255));
            pair.awaitGood(POLLUX, "ONE");
            pair.awaitGood(POLLUX, "ALL");
        }
    }

    private static RedundantServerDataType partner(ModePair pair) throws UaException {
        ExtensionObject[] servers = (ExtensionObject[]) pair.value(CASTOR, new NodeId(0, 11313));
        EncodingContext context = pair.client(CASTOR).getStaticEncodingContext();
        return Arrays.stream(servers)
                .map(each -> (RedundantServerDataType) each.decode(context))
                .filter(each -> String.valueOf(each.getServerId()).endsWith("POLLUX"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPrimaryShowsWhetherItsBackupIsReadyAndFailsOverWhenAsked() throws Exception {
        try (ModePair pair = new ModePair(directory, 26_170, "backup").start()) {
            pair.awaitValue(CASTOR, MODE, RedundantServerMode.PrimaryWithBackup.getValue());
            pair.awaitValue(POLLUX, MODE, RedundantServerMode.BackupReady.getValue());
            pair.awaitValue(CASTOR, LEVEL, level(255));
            pair.awaitValue(POLLUX, LEVEL, level(189));

            assertThat(pair.call(CASTOR, NodeIds.Server_ServerRedundancy, FAILOVER))
                    .isEqualTo(StatusCode.GOOD);

            pair.awaitValue(POLLUX, MODE, RedundantServerMode.PrimaryWithBackup.getValue());
            pair.awaitValue(CASTOR, MODE, RedundantServerMode.BackupReady.getValue());
            pair.awaitValue(POLLUX, LEVEL, level(255));

            pair.kill(CASTOR);

            pair.awaitValue(POLLUX, MODE, RedundantServerMode.PrimaryOnly.getValue());
            pair.awaitValue(POLLUX, LEVEL, level(199));
            assertThat(pair.call(POLLUX, NodeIds.Server_ServerRedundancy, FAILOVER)
                            .value())
                    .isEqualTo(StatusCodes.Bad_InvalidState);
        }
    }
}
