package dev.pollux.failover;

import static dev.pollux.failover.Plant.SOON;
import static dev.pollux.failover.Plant.SUBSCRIPTION;
import static dev.pollux.failover.Plant.active;
import static dev.pollux.failover.Plant.connected;
import static dev.pollux.failover.Plant.counters;
import static dev.pollux.failover.Plant.patient;
import static dev.pollux.failover.Plant.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moves that a server asks for by its ServiceLevel or state, and those that the preference asks for. */
class ServiceLevelTest {
    private static final int A = 22050;
    private static final int B = 22051;

    private TestServer castor;
    private TestServer pollux;
    private final Recording heard = new Recording();
    private final List<ItemSettings> items = counters(2);

    @BeforeEach
    void startBoth() {
        castor = TestServer.start(TestServer.Plan.of("CASTOR", A, "POLLUX", B)).level(255);
        pollux = TestServer.start(TestServer.Plan.of("POLLUX", B, "CASTOR", A)).level(210);
    }

    @AfterEach
    void stopBoth() {
        castor.close();
        pollux.close();
    }

    private FailoverClient follow(FailoverSettings settings) throws InterruptedException {
        FailoverClient client = FailoverClient.open(settings);
        client.addListener(heard);
        client.awaitActive(SOON);
        client.subscribe(SUBSCRIPTION, items, heard);
        await().atMost(SOON).until(() -> connected(client, "CASTOR") && connected(client, "POLLUX"));
        await().atMost(SOON).until(() -> heard.count(items.get(0)) > 20);
        return client;
    }

    private int levelSeen(FailoverClient client, String name) {
        return client.members().stream()
                .filter(member -> member.uri().equals(TestServer.uri(name)))
                .findFirst()
                .orElseThrow()
                .serviceLevel()
                .orElse(-1);
    }

    @Test
    void theHighestLevelIsChosenWhateverAddressIsGiven() throws Exception {
        try (FailoverClient client = follow(settings(B))) {
            assertThat(active(client, "CASTOR")).isTrue();
            assertThat(heard.moves()).isEmpty();
        }
    }

    @Test
    void degradedMemberIsLeftForAHealthyOneWithoutLoss() throws Exception {
        try (FailoverClient client = follow(settings(A))) {
            castor.level(150);

            await().atMost(SOON).until(() -> active(client, "POLLUX"));
            int before = heard.count(items.get(0));
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > before + 20);
            items.forEach(heard::assertUnbroken);
            await().atMost(SOON).until(() -> heard.moves().size() >= 1);
            assertThat(heard.moves()).singleElement().satisfies(report -> {
                assertThat(report.cause()).isEqualTo(FailoverCause.DEGRADED);
                assertThat(report.detection()).isZero();
            });
        }
    }

    @Test
    void degradedMemberIsKeptWhenTheOtherIsWorse() throws Exception {
        pollux.level(100);
        try (FailoverClient client = follow(settings(A))) {
            castor.level(150);

            await().atMost(SOON).until(() -> levelSeen(client, "CASTOR") == 150);
            await().during(Duration.ofSeconds(2))
                    .atMost(SOON)
                    .until(() -> active(client, "CASTOR") && heard.moves().isEmpty());
        }
    }

    @Test
    void memberInMaintenanceIsLeftDisconnectedAndUsedAgainLater() throws Exception {
        try (FailoverClient client = follow(settings(A)
                .withTiming(FailoverTiming.defaults().withReconnect(Duration.ofMillis(250), Duration.ofSeconds(1))))) {
            castor.level(0);

            await().atMost(SOON).until(() -> active(client, "POLLUX"));
            await().atMost(SOON).until(() -> castor.sessions() == 0);
            await().atMost(SOON).until(() -> heard.moves().size() >= 1);
            assertThat(heard.moves())
                    .singleElement()
                    .extracting(FailoverReport::cause)
                    .isEqualTo(FailoverCause.MAINTENANCE);
            castor.level(255);
            await().atMost(SOON).until(() -> connected(client, "CASTOR"));
            items.forEach(heard::assertUnbroken);
        }
    }

    @Test
    void memberThatIsNotRunningIsLeft() throws Exception {
        try (FailoverClient client = follow(settings(A))) {
            castor.state(ServerState.Suspended);

            await().atMost(SOON).until(() -> active(client, "POLLUX"));
            await().atMost(SOON).until(() -> heard.moves().size() == 1);
            assertThat(heard.moves().get(0).cause()).isEqualTo(FailoverCause.NOT_RUNNING);
        }
    }

    // The preferred station is worth a move back, but only when it has shown that it stays.
    @Test
    void preferredStationIsUsedAgainAfterItsReturn() throws Exception {
        FailoverSettings settings =
                settings(A).withPreference(Preference.station("pollux")).withTiming(patient(Duration.ofSeconds(2)));
        try (FailoverClient client = follow(settings)) {
            assertThat(active(client, "POLLUX")).isTrue(); // control: preferred although its level is lower
            pollux.close();
            await().atMost(SOON).until(() -> active(client, "CASTOR"));

            pollux = TestServer.start(TestServer.Plan.of("POLLUX", B, "CASTOR", A))
                    .level(210);
            await().atMost(SOON).until(() -> connected(client, "POLLUX"));
            assertThat(active(client, "CASTOR")).as("hold-down").isTrue();

            await().atMost(SOON).until(() -> active(client, "POLLUX"));
            await().atMost(SOON).until(() -> heard.moves().size() == 2);
            assertThat(heard.moves().get(1).cause()).isEqualTo(FailoverCause.PREFERRED_RETURNED);
            int before = heard.count(items.get(0));
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > before + 20);
            items.forEach(heard::assertUnbroken);
        }
    }

    @Test
    void standbyIsTheOneThatTheLookupDoesNotName() throws Exception {
        MasterLookup lookup = member -> CompletableFuture.completedFuture(Optional.of("CASTOR"));
        try (FailoverClient client =
                follow(settings(A).withPreference(Preference.standby()).withMasterLookup(lookup))) {
            assertThat(active(client, "POLLUX")).isTrue();
            assertThat(client.members()).filteredOn(MemberStatus::preferred).hasSize(1);
        }
        try (FailoverClient client =
                follow(settings(A).withPreference(Preference.master()).withMasterLookup(lookup))) {
            assertThat(active(client, "CASTOR")).isTrue();
        }
    }

    // A Pollux station says itself who is marked; by its level the other one would be chosen.
    @Test
    void masterIsTheStationThatPolluxStationsMark() throws Exception {
        castor.close();
        pollux.close();
        castor = TestServer.start(TestServer.Plan.of("CASTOR", A, "POLLUX", B).withMaster("CASTOR"));
        pollux = TestServer.start(TestServer.Plan.of("POLLUX", B, "CASTOR", A).withMaster("CASTOR"));
        castor.level(200);
        pollux.level(255);

        try (FailoverClient client = follow(settings(A).withPreference(Preference.master()))) {
            assertThat(active(client, "CASTOR")).isTrue();
        }
        try (FailoverClient client = follow(settings(A).withPreference(Preference.none()))) {
            assertThat(active(client, "POLLUX")).as("control").isTrue();
        }
    }

    // Level 200 is the border of Healthy; a member that dances on it must not make the client dance.
    @Test
    void levelThatFlickersCausesFewMoves() throws Exception {
        pollux.level(199);
        try (FailoverClient client = follow(settings(A))) {
            for (int i = 0; i < 10; i++) {
                int level = i % 2 == 0 ? 199 : 200;
                castor.level(level);
                await().atMost(SOON).until(() -> levelSeen(client, "CASTOR") == level);
            }
            assertThat(heard.moves()).isEmpty();
        }
    }
}
