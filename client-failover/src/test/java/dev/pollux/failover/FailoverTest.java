package dev.pollux.failover;

import static dev.pollux.failover.Plant.SOON;
import static dev.pollux.failover.Plant.SUBSCRIPTION;
import static dev.pollux.failover.Plant.active;
import static dev.pollux.failover.Plant.connected;
import static dev.pollux.failover.Plant.counters;
import static dev.pollux.failover.Plant.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The death and return of members, as a client in the control room sees it. */
class FailoverTest {
    private static final int A = 22010;
    private static final int B = 22011;

    private TestServer castor;
    private TestServer pollux;
    private final Recording heard = new Recording();

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

    // The reason for this library: the server dies, and the trend on the screen has no hole.
    @Test
    void deathOfTheActiveMemberLosesNoSample() throws Exception {
        List<ItemSettings> items = counters(3);
        try (FailoverClient client = FailoverClient.open(settings(A))) {
            client.addListener(heard);
            client.awaitActive(SOON);
            client.subscribe(SUBSCRIPTION, items, heard);
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > 20);
            assertThat(active(client, "CASTOR")).isTrue(); // control
            assertThat(pollux.items(MonitoringMode.Sampling)).isEqualTo(3); // control

            castor.close();

            await().atMost(SOON).until(() -> active(client, "POLLUX"));
            int before = heard.count(items.get(0));
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > before + 20);
            items.forEach(heard::assertUnbroken);
            assertThat(heard.longestPauseMillis()).isLessThan(1900);
            await().atMost(SOON).until(() -> heard.moves().size() >= 1);
            assertThat(heard.moves()).singleElement().satisfies(report -> {
                assertThat(report.cause()).isEqualTo(FailoverCause.CONNECTION_LOST);
                assertThat(report.from()).contains(TestServer.uri("CASTOR"));
                assertThat(report.to()).isEqualTo(TestServer.uri("POLLUX"));
                assertThat(report.untilFirstValue())
                        .hasValueSatisfying(time -> assertThat(time).isLessThan(Duration.ofMillis(1900)));
            });
            assertThat(pollux.items(MonitoringMode.Reporting)).isEqualTo(3);
        }
    }

    // A member that comes back is the next survivor: everything must be in place on it before it is needed.
    @Test
    void returningMemberIsBackupAgainAndTakesTheNextFailover() throws Exception {
        List<ItemSettings> items = counters(3);
        try (FailoverClient client = FailoverClient.open(settings(A))) {
            client.addListener(heard);
            client.awaitActive(SOON);
            client.subscribe(SUBSCRIPTION, items, heard);
            // The backup must have sampled for a while: only then can its queue reach back to the last value received.
            await().atMost(SOON).until(() -> pollux.items(MonitoringMode.Sampling) == 3);
            int sampledSince = heard.count(items.get(0));
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > sampledSince + 5);
            castor.close();
            await().atMost(SOON).until(() -> active(client, "POLLUX"));

            castor = TestServer.start(TestServer.Plan.of("CASTOR", A, "POLLUX", B))
                    .level(255);
            await().atMost(SOON).until(() -> castor.items(MonitoringMode.Sampling) == 3);
            assertThat(active(client, "POLLUX"))
                    .as("no reason to leave a healthy member")
                    .isTrue();
            int sampledAgainSince = heard.count(items.get(0));
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > sampledAgainSince + 5);
            pollux.close();

            await().atMost(SOON).until(() -> active(client, "CASTOR"));
            int before = heard.count(items.get(0));
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > before + 20);
            items.forEach(heard::assertUnbroken);
            await().atMost(SOON).until(() -> heard.moves().size() >= 2);
            assertThat(heard.moves()).hasSize(2);
        }
    }

    @Test
    void bothDeadThenOneReturns() throws Exception {
        List<ItemSettings> items = counters(1);
        try (FailoverClient client = FailoverClient.open(settings(A))) {
            client.addListener(heard);
            client.awaitActive(SOON);
            client.subscribe(SUBSCRIPTION, items, heard);
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > 5 && connected(client, "POLLUX"));
            castor.close();
            pollux.close();
            await().atMost(SOON).until(() -> client.active().isEmpty());
            await().atMost(SOON).until(() -> !heard.withoutMember().isEmpty());
            int before = heard.count(items.get(0));

            pollux = TestServer.start(TestServer.Plan.of("POLLUX", B, "CASTOR", A))
                    .level(210);

            await().atMost(SOON).until(() -> active(client, "POLLUX"));
            await().atMost(SOON).until(() -> heard.count(items.get(0)) > before + 20);
            assertThat(heard.numbers(items.get(0))).doesNotHaveDuplicates().isSorted();
        }
    }

    @Test
    void closeIsQuickWithLiveMembersAndSaysGoodbye() throws Exception {
        FailoverClient client = FailoverClient.open(settings(A));
        client.awaitActive(SOON);
        await().atMost(SOON).until(() -> connected(client, "POLLUX"));
        assertThat(castor.sessions()).isEqualTo(1); // control

        long start = System.nanoTime();
        client.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        await().atMost(SOON).until(() -> castor.sessions() == 0 && pollux.sessions() == 0);
    }

    @Test
    void closeIsQuickWithDeadMembers() throws Exception {
        FailoverClient client = FailoverClient.open(settings(A, B));
        client.awaitActive(SOON);
        client.subscribe(SUBSCRIPTION, counters(1), heard);
        castor.close();
        pollux.close();

        long start = System.nanoTime();
        client.close();
        client.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(Thread::isAlive)
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("pollux-failover")));
    }
}
