package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.testkit.network.Adapter;
import dev.pollux.testkit.network.PairGround;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault scenario 2 of the pair: a station loses the plant's network while the status network lives. */
class PlantNetworkLossTest {
    private static final int WINDOWS = 24_200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory = Path.of("set by JUnit");

    private static void awaitState(StationProbe station, String state) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(station.value("Pollux/Redundancy/State")).isEqualTo(state));
    }

    private static void awaitReachable(StationProbe station, boolean reachable) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(station.value("Pollux/Network/PlantNetworkReachable"))
                        .isEqualTo(String.valueOf(reachable)));
    }

    @Test
    void theMasterThatLosesThePlantNetworkGivesWayAndTheStandbyThatLosesItChangesNothing() {
        try (NetworkPair pair = NetworkPair.start(directory, WINDOWS);
                StationProbe castor = pair.probe(NetworkPair.CASTOR);
                StationProbe pollux = pair.probe(NetworkPair.POLLUX)) {
            Adapter castorsPlant = pair.ground().castor().adapter(PairGround.PLANT);
            Adapter polluxPlant = pair.ground().pollux().adapter(PairGround.PLANT);
            awaitState(castor, "MASTER");
            awaitState(pollux, "STANDBY");
            awaitReachable(castor, true);
            awaitReachable(pollux, true);

            // (b) the Standby loses it: nothing changes.
            polluxPlant.pull();

            awaitReachable(pollux, false);
            assertThat(pollux.value("Pollux/Network/PlantNetworkReason"))
                    .isEqualTo("no watched adapter works (eth0: no carrier)");
            pair.process(NetworkPair.POLLUX).awaitOutput("1012349 Network adapter eth0 lost", LIMIT);
            await().during(Duration.ofSeconds(7))
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(castor.value("@RM_MASTER")).isEqualTo("true"));
            assertThat(castor.value("Pollux/Redundancy/PartnerAvailable"))
                    .as("seen over the status network")
                    .isEqualTo("true");
            polluxPlant.plugIn();
            awaitReachable(pollux, true);
            awaitState(pollux, "STANDBY");

            // (a) the Master loses it: the other one leads.
            castorsPlant.pull();

            awaitReachable(castor, false);
            awaitState(pollux, "MASTER");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(castor.value("@RM_MASTER")).isEqualTo("false"));
            assertThat(pair.ground().clients().reaches("10.77.1.2", 4840))
                    .as("clients reach the new Master")
                    .isTrue();

            castorsPlant.plugIn();

            awaitReachable(castor, true);
            awaitState(castor, "STANDBY");
            assertThat(pollux.value("@RM_MASTER")).isEqualTo("true");
        }
    }
}
