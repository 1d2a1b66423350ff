package dev.pollux.server;

import static dev.pollux.server.TestPair.awaitValue;
import static dev.pollux.server.TestPair.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.Project;
import dev.pollux.server.space.TestClient;
import java.nio.file.Path;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pair whose redundancy is switched off for commissioning, and then switched on station by station. */
class CommissioningTest {
    private static final String LEVEL = "i=2267";
    private static final String SUPPORT = "i=3709";
    private static final String REASON = "redundancy is switched off for commissioning";

    @TempDir
    Path directory = Path.of("set by JUnit");

    // Whoever commissions a plant starts one station after the other; neither may wait for, follow or disturb the
    // other. Afterwards one of them has got the new project before the other: both must say what is wrong.
    @Test
    void stationsRunAloneUntilBothAreSwitchedOnAndTellWhenOnlyOneIs() throws Exception {
        try (TestPair pair = new TestPair(directory, 24_100, yaml -> yaml)) {
            Project off = pair.project(yaml -> {
                assertThat(yaml).as("control").contains("redundancy:\n");
                return yaml.replace("redundancy:\n", "redundancy:\n  enabled: false\n");
            });
            Station castor = pair.start("CASTOR", off);
            Station pollux = pair.start("POLLUX", off);

            for (String name : new String[] {"CASTOR", "POLLUX"}) {
                OpcUaClient client = pair.connect(name);
                awaitValue(client, LEVEL, UByte.valueOf(199));
                assertThat(value(client, "@RedundantServerState")).isEqualTo(UByte.valueOf(4));
                assertThat(value(client, "@RM_MASTER")).isEqualTo(false);
                assertThat(value(client, "@RM_MASTER_NAME")).isEqualTo("");
                assertThat(value(client, SUPPORT)).as("None").isEqualTo(0);
                assertThat(value(client, "Pollux/Redundancy/StateReason")).isEqualTo(REASON);
                awaitValue(client, "Pollux/Redundancy/CurrentState", "DISABLED");
                assertThat(value(client, "Pollux/Redundancy/PartnerName")).isEqualTo("");
                assertThat((String[]) value(client, "Pollux/Redundancy/LinkStates"))
                        .isEmpty();
                Told.awaitText(pair.url(name), name, SystemMessage.STATE_CHANGED, "STANDALONE: " + REASON);
                assertSwitchoverIsRefused(pair.url(name));
            }

            pair.close(castor);
            pair.start("CASTOR");
            OpcUaClient lead = pair.connect("CASTOR");
            awaitValue(lead, "@RM_MASTER", true);
            awaitValue(lead, LEVEL, UByte.valueOf(255));
            Told.awaitText(
                    pair.url("CASTOR"),
                    "CASTOR",
                    SystemMessage.PROJECTS_DIFFER,
                    "redundancy.enabled is true here and false on POLLUX");
            Told.awaitText(
                    pair.url("POLLUX"),
                    "POLLUX",
                    SystemMessage.PROJECTS_DIFFER,
                    "redundancy.enabled is false here and true on CASTOR");
            assertThat(((String[]) value(lead, "Pollux/Redundancy/LinkStates"))[0])
                    .contains("own to partner down", "the partner's redundancy is switched off");
            assertThat(value(pair.connect("POLLUX"), LEVEL))
                    .as("what works alone goes on")
                    .isEqualTo(UByte.valueOf(199));

            pair.close(pollux);
            pair.start("POLLUX");

            OpcUaClient follow = pair.connect("POLLUX");
            awaitValue(follow, "@RedundantServerState", UByte.valueOf(2));
            awaitValue(follow, "@RM_MASTER_NAME", "CASTOR");
            awaitValue(lead, "Pollux/Redundancy/PartnerServiceLevel", UByte.valueOf(229));
            assertThat(value(lead, "@RM_MASTER")).as("control").isEqualTo(true);
        }
    }

    private static void assertSwitchoverIsRefused(String url) throws Exception {
        try (TestClient client = TestClient.anonymous(url)) {
            CallMethodResult result = client.call(
                    TestClient.pollux("Pollux/Redundancy"), TestClient.pollux("Pollux/Redundancy/Switchover"), "");
            assertThat(result.getStatusCode()).isEqualTo(new StatusCode(StatusCodes.Bad_InvalidState));
            assertThat(String.valueOf(result.getOutputArguments()[0].value())).contains(REASON);
        }
    }
}
