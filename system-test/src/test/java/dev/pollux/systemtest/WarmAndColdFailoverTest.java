package dev.pollux.systemtest;

import static dev.pollux.systemtest.WirePair.CASTOR;
import static dev.pollux.systemtest.WirePair.POLLUX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client on the failover library and real pairs that are not Hot: what it holds of the station that does not lead,
 * and that it has values again when the Master dies (OPC 10000-4 §6.6.2.4.5).
 */
class WarmAndColdFailoverTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Of a device that both connect to, if they may. */
    private static final String SHARED = "Plant.Counter";
    /** Of a device that only the Master connects to. */
    private static final String MASTERS = "Intake.Counter";

    @TempDir
    Path directory = Path.of("set by JUnit");

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(assertion);
    }

    private void masterDiesInMode(String mode, int portBase, int membersHeld) throws InterruptedException {
        try (WirePair pair = WirePair.startInMode(directory, portBase, mode);
                StreamRecorder client = new StreamRecorder(List.of(pair.url(CASTOR)), List.of(SHARED, MASTERS))) {
            eventually(() -> {
                assertThat(client.active()).contains(CASTOR);
                assertThat(client.connected()).isEqualTo(membersHeld);
                assertThat(client.knowsMembers()).isEqualTo(2);
                assertThat(client.lastGood(SHARED)).isPresent();
                assertThat(client.lastGood(MASTERS)).isPresent();
            });

            Instant killed = Instant.now();
            pair.process(CASTOR).kill();

            eventually(() -> {
                assertThat(client.active()).contains(POLLUX);
                for (String tag : List.of(SHARED, MASTERS)) {
                    assertThat(client.lastGood(tag))
                            .hasValueSatisfying(at -> assertThat(at).as(tag).isAfter(killed));
                }
            });

            assertThat(client.deliveredTwice()).isEmpty();
        }
    }

    @Test
    void aClientOfAWarmPairHoldsBothAndHasValuesWhenTheMasterDies() throws InterruptedException {
        masterDiesInMode("warm", 23_400, 2);
    }

    @Test
    void aClientOfAColdPairHoldsTheMasterAloneAndConnectsAnewWhenItDies() throws InterruptedException {
        masterDiesInMode("cold", 23_500, 1);
    }
}
