package dev.pollux.failover;

import static dev.pollux.failover.Plant.SOON;
import static dev.pollux.failover.Plant.SUBSCRIPTION;
import static dev.pollux.failover.Plant.active;
import static dev.pollux.failover.Plant.connected;
import static dev.pollux.failover.Plant.counters;
import static dev.pollux.failover.Plant.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.RedundancySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sets of the modes Warm and Cold: the client actions of OPC 10000-4 §6.6.2.4.5. */
class LesserModesTest {
    private static final int A = 26_400;
    private static final int B = 26_401;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Recording heard = new Recording();

    private <T extends AutoCloseable> T open(T resource) {
        open.add(resource);
        return resource;
    }

    private TestServer castor(RedundancySupport support) {
        return open(TestServer.start(TestServer.Plan.of("CASTOR", A, "POLLUX", B)))
                .support(support)
                .level(255);
    }

    private TestServer pollux(RedundancySupport support, int level) {
        return open(TestServer.start(TestServer.Plan.of("POLLUX", B, "CASTOR", A)))
                .support(support)
                .level(level);
    }

    private FailoverClient client(int... ports) throws InterruptedException {
        FailoverClient client = open(FailoverClient.open(settings(ports)));
        client.addListener(heard);
        return client.awaitActive(SOON);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private void assertGoesOn(ItemSettings item) {
        int before = heard.count(item);
        await().atMost(SOON).until(() -> heard.count(item) > before + 10);
        assertThat(heard.numbers(item)).isSorted().doesNotHaveDuplicates();
    }

    // The devices behind a Warm backup serve the other member: it must not be asked to sample them.
    @Test
    void aWarmBackupHasTheItemsButSamplesThemOnlyOnceItIsActive() throws Exception {
        TestServer castor = castor(RedundancySupport.Warm);
        TestServer pollux = pollux(RedundancySupport.Warm, 189);
        FailoverClient client = client(A);
        await().atMost(SOON).until(() -> connected(client, "POLLUX"));
        List<ItemSettings> items = counters(3);
        client.subscribe(SUBSCRIPTION, items, heard);
        await().atMost(SOON)
                .until(() -> castor.items(MonitoringMode.Reporting) == 3 && pollux.items(MonitoringMode.Disabled) == 3);
        assertGoesOn(items.get(0));
        assertThat(pollux.items(MonitoringMode.Sampling)).isZero();
        assertThat(active(client, "CASTOR")).isTrue();

        castor.close();

        await().atMost(SOON).until(() -> active(client, "POLLUX"));
        await().atMost(SOON).until(() -> pollux.items(MonitoringMode.Reporting) == 3);
        items.forEach(this::assertGoesOn);
    }

    // A planned switchover of a Warm pair: the levels change places, and so do the members.
    @Test
    void theMemberThatIsLeftInAWarmSetStopsSampling() throws Exception {
        TestServer castor = castor(RedundancySupport.Warm);
        TestServer pollux = pollux(RedundancySupport.Warm, 189);
        FailoverClient client = client(A);
        await().atMost(SOON).until(() -> connected(client, "POLLUX"));
        List<ItemSettings> items = counters(3);
        client.subscribe(SUBSCRIPTION, items, heard);
        await().atMost(SOON).until(() -> pollux.items(MonitoringMode.Disabled) == 3);
        assertGoesOn(items.get(0));

        pollux.level(255);
        castor.level(189);

        await().atMost(SOON).until(() -> active(client, "POLLUX"));
        await().atMost(SOON)
                .until(() -> pollux.items(MonitoringMode.Reporting) == 3 && castor.items(MonitoringMode.Disabled) == 3);
        items.forEach(this::assertGoesOn);
    }

    @Test
    void inAColdSetOnlyTheActiveMemberIsConnected() throws Exception {
        TestServer castor = castor(RedundancySupport.Cold);
        TestServer pollux = pollux(RedundancySupport.Cold, 2);
        FailoverClient client = client(A, B);
        List<ItemSettings> items = counters(3);
        client.subscribe(SUBSCRIPTION, items, heard);
        await().atMost(SOON).until(() -> !connected(client, "POLLUX") && pollux.sessions() == 0);
        assertGoesOn(items.get(0));
        assertThat(pollux.sessions()).isZero();
        assertThat(active(client, "CASTOR")).isTrue();

        castor.close();

        await().atMost(SOON).until(() -> active(client, "POLLUX"));
        items.forEach(this::assertGoesOn);
    }

    // The usual Cold backup is switched on only when it is needed.
    @Test
    void aColdBackupMayBeStartedAfterTheLoss() throws Exception {
        TestServer castor = castor(RedundancySupport.Cold);
        FailoverClient client = client(A, B);
        List<ItemSettings> items = counters(3);
        client.subscribe(SUBSCRIPTION, items, heard);
        assertGoesOn(items.get(0));

        castor.close();
        await().atMost(SOON).until(() -> !heard.withoutMember().isEmpty());
        pollux(RedundancySupport.Cold, 255);

        await().atMost(SOON).until(() -> active(client, "POLLUX"));
        items.forEach(this::assertGoesOn);
    }
}
