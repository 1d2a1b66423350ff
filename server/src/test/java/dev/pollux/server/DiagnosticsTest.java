package dev.pollux.server;

import static dev.pollux.server.TestPair.awaitValue;
import static dev.pollux.server.TestPair.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.redundancy.ServiceLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The diagnostics of a real pair, as a client reads them: all there, true, and in step with each other. */
class DiagnosticsTest {
    private static final String LEVEL = "i=2267";
    private static final String PAIR = "Pollux/Redundancy/";
    /** What a support engineer asks for, line by line. */
    private static final List<String> NODES = List.of(
            "@RedundantServerState",
            PAIR + "CurrentState",
            PAIR + "Preference",
            PAIR + "PartnerState",
            "Pollux/Health/Components",
            PAIR + "NotifyEnabled",
            PAIR + "RuntimeRunning",
            "Pollux/Sync/NeedsSync",
            "Pollux/Sync/Active",
            "Pollux/Sync/Progress",
            "Pollux/Sync/Remaining",
            PAIR + "Validation",
            PAIR + "PartnerValidation",
            PAIR + "ValueStabilityTimer",
            PAIR + "DevicesConnected",
            PAIR + "PartnerDevicesConnected",
            PAIR + "DeviceStabilityTimer",
            PAIR + "MainLinkToPartner",
            PAIR + "MainLinkFromPartner",
            PAIR + "StatusLink",
            PAIR + "SerialLink",
            PAIR + "ClientsConnected",
            PAIR + "Term",
            PAIR + "LastLossTime",
            PAIR + "LastReturnTime",
            "Pollux/Archive/CoverageGaps",
            "Pollux/Archive/CoverageGapList",
            PAIR + "ClockOffset",
            PAIR + "ProjectFingerprint",
            PAIR + "PartnerProjectFingerprint",
            PAIR + "LastSwitchTime",
            PAIR + "LastSwitchReason",
            PAIR + "LastSwitchDuration",
            PAIR + "ServiceLevelReason",
            PAIR + "ServiceLevelBand",
            PAIR + "ServiceLevelParts",
            PAIR + "PendingReason",
            PAIR + "LinkRoundTrips");

    @TempDir
    Path directory = Path.of("set by JUnit");

    @Test
    void everyDiagnosticHasAValueAndFollowsThePair() throws Exception {
        try (TestPair pair = new TestPair(directory, 24_110, yaml -> yaml)) {
            pair.start("CASTOR");
            Station pollux = pair.start("POLLUX");
            OpcUaClient castor = pair.connect("CASTOR");
            awaitValue(castor, PAIR + "PartnerServiceLevel", UByte.valueOf(229));
            awaitValue(castor, PAIR + "MainLinkFromPartner", true);
            awaitValue(castor, PAIR + "CurrentState", "MASTER");
            awaitValue(castor, LEVEL, UByte.valueOf(255));

            for (String node : NODES) {
                assertThat(value(castor, node)).as(node).isNotInstanceOf(StatusCode.class);
            }
            assertThat(value(castor, PAIR + "MainLinkToPartner")).isEqualTo(true);
            assertThat(value(castor, PAIR + "StatusLink")).isEqualTo("none");
            assertThat(value(castor, PAIR + "SerialLink")).isEqualTo("none");
            assertThat(value(castor, PAIR + "NotifyEnabled")).isEqualTo(true);
            assertThat(value(castor, PAIR + "RuntimeRunning")).isEqualTo(true);
            // Whoever was up first has more, until the other one's gap is filled.
            awaitValue(castor, PAIR + "Preference", "none");
            assertThat(value(castor, PAIR + "Validation"))
                    .isEqualTo("healthy, plant network reached, 2 of 2 devices, 2 compared");
            assertThat(value(castor, PAIR + "PartnerValidation"))
                    .isEqualTo("healthy, plant network reached, 2 of 2 devices, 2 compared");
            assertThat(((Number[]) value(castor, PAIR + "LinkRoundTrips"))[0].doubleValue())
                    .isBetween(0.001, 10_000.0);
            assertThat(value(castor, PAIR + "ServiceLevelBand")).isEqualTo("Healthy");
            assertExplained(castor, 255);
            assertExplained(pair.connect("POLLUX"), 229);

            pair.close(pollux);

            awaitValue(castor, PAIR + "MainLinkFromPartner", false);
            awaitValue(castor, PAIR + "MainLinkToPartner", false);
            awaitValue(castor, PAIR + "PartnerValidation", "");
            await().atMost(TestPair.LIMIT)
                    .untilAsserted(() -> assertThat(
                                    ((Number[]) value(castor, PAIR + "LinkRoundTrips"))[0].doubleValue())
                            .isNaN());
            assertThat(value(castor, PAIR + "Term")).as("control").isNotEqualTo(ULong.valueOf(0));
            awaitValue(castor, PAIR + "ClientsConnected", UInteger.valueOf(1));
        }
    }

    // A node that nobody is told of is not found when it is needed.
    @Test
    void theReferenceNamesEachOfThem() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reference", "diagnostics.md"));

        assertThat(NODES).allMatch(node -> page.contains(node) || page.contains(node.replace(PAIR, "`") + "`"));
    }

    /** The level that clients act on is the lowest bound of its explanation, and its reason is found there. */
    private static void assertExplained(OpcUaClient client, int level) throws UaException {
        awaitValue(client, LEVEL, UByte.valueOf(level));
        List<ServiceLevel.Part> parts = Stream.of((String[]) value(client, PAIR + "ServiceLevelParts"))
                .flatMap(line -> ServiceLevel.Part.parse(line).stream())
                .toList();
        assertThat(parts).hasSizeGreaterThan(5);
        assertThat(new ServiceLevel(parts).value()).isEqualTo(level);
        assertThat(new ServiceLevel(parts).reason()).isEqualTo(value(client, PAIR + "ServiceLevelReason"));
    }
}
