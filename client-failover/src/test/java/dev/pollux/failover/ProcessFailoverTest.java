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

/** Servers in processes of their own that are killed and frozen by the operating system. */
class ProcessFailoverTest {
    private static final int A = 22030;
    private static final int B = 22031;

    private TestServerProcess castor;
    private TestServer pollux;
    private final Recording heard = new Recording();
    private final List<ItemSettings> items = counters(3);

    @BeforeEach
    void startBoth() {
        castor = TestServerProcess.start("CASTOR", A, "POLLUX", B, 255);
        pollux = TestServer.start(TestServer.Plan.of("POLLUX", B, "CASTOR", A)).level(210);
    }

    @AfterEach
    void stopBoth() {
        castor.close();
        pollux.close();
    }

    private FailoverClient follow() throws InterruptedException {
        FailoverClient client = FailoverClient.open(settings(A));
        client.addListener(heard);
        client.awaitActive(SOON);
        client.subscribe(SUBSCRIPTION, items, heard);
        await().atMost(SOON).until(() -> pollux.items(MonitoringMode.Sampling) == items.size());
        // By then the queues of the backup have been full for a while and overflow with every sample.
        await().atMost(SOON).until(() -> heard.count(items.get(0)) > 90);
        assertThat(active(client, "CASTOR")).isTrue(); // control
        return client;
    }

    private void assertGoesOn() {
        int before = heard.count(items.get(0));
        await().atMost(SOON).until(() -> heard.count(items.get(0)) > before + 20);
        items.forEach(heard::assertUnbroken);
    }

    @Test
    void killedServerIsLeftAtOnce() throws Exception {
        try (FailoverClient client = follow()) {
            castor.kill();

            await().atMost(Duration.ofSeconds(1)).until(() -> active(client, "POLLUX"));
            assertGoesOn();
            assertThat(heard.longestPauseMillis()).isLessThan(1900);
        }
    }

    // No reset, no FIN, only silence: the case in which stock clients wait for 20 s.
    @Test
    void frozenServerIsLeftWithinTwoSeconds() throws Exception {
        try (FailoverClient client = follow()) {
            long frozenAt = System.nanoTime();
            castor.freeze();

            await().pollInterval(Duration.ofMillis(10)).atMost(SOON).until(() -> active(client, "POLLUX"));
            assertThat(Duration.ofNanos(System.nanoTime() - frozenAt)).isLessThan(Duration.ofMillis(1800));
            assertGoesOn();
            assertThat(heard.longestPauseMillis()).isBetween(800L, 2000L);
            await().atMost(SOON).until(() -> !heard.moves().isEmpty());
            assertThat(heard.moves()).singleElement().satisfies(report -> {
                assertThat(report.cause()).isEqualTo(FailoverCause.SILENT);
                assertThat(report.detection()).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1800));
                // One second and more of samples at 50 ms, from three items.
                assertThat(report.valuesReplayed()).isBetween(45L, 130L);
            });
        }
    }

    // After SIGCONT the old member still has a session and queues full of old samples: they must not come through.
    @Test
    void thawedServerBecomesBackupAndItsOldSamplesAreNotShown() throws Exception {
        try (FailoverClient client = follow()) {
            castor.freeze();
            await().atMost(SOON).until(() -> active(client, "POLLUX"));
            castor.thaw();
            await().atMost(SOON).until(() -> connected(client, "CASTOR"));
            assertGoesOn();
            assertThat(active(client, "POLLUX")).isTrue();

            castor.freeze(); // a frozen backup is lost too, without a move
            await().atMost(SOON).until(() -> !connected(client, "CASTOR"));

            assertGoesOn();
            assertThat(heard.moves()).hasSize(1);
        }
    }

    @Test
    void closeIsQuickWithAFrozenMember() throws Exception {
        FailoverClient client = follow();
        castor.freeze();

        long start = System.nanoTime();
        client.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
}
