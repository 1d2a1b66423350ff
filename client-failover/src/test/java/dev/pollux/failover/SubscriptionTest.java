package dev.pollux.failover;

import static dev.pollux.failover.Plant.SOON;
import static dev.pollux.failover.Plant.SUBSCRIPTION;
import static dev.pollux.failover.Plant.active;
import static dev.pollux.failover.Plant.connected;
import static dev.pollux.failover.Plant.counters;
import static dev.pollux.failover.Plant.node;
import static dev.pollux.failover.Plant.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions of some size, and what can go wrong with them. */
class SubscriptionTest {
    private static final int A = 22130;
    private static final int B = 22131;
    private static final int MANY = 1000;

    private TestServer castor;
    private TestServer pollux;
    private FailoverClient client;
    private final Recording heard = new Recording();

    @BeforeEach
    void startAll() throws Exception {
        castor = TestServer.start(TestServer.Plan.of("CASTOR", A, "POLLUX", B).withCounters(MANY))
                .level(255);
        pollux = TestServer.start(TestServer.Plan.of("POLLUX", B, "CASTOR", A).withCounters(MANY))
                .level(210);
        client = FailoverClient.open(settings(A));
        client.addListener(heard);
        client.awaitActive(SOON);
        await().atMost(SOON).until(() -> connected(client, "POLLUX"));
    }

    @AfterEach
    void stopAll() {
        client.close();
        castor.close();
        pollux.close();
    }

    @Test
    void thousandItemsSurviveWithoutALostSample() throws Exception {
        List<ItemSettings> items = counters(MANY);
        FailoverSubscription subscription = client.subscribe(SUBSCRIPTION, items, heard);
        assertThat(subscription.awaitActive(SOON)).isTrue();
        await().atMost(SOON).until(() -> pollux.items(MonitoringMode.Sampling) == MANY);
        await().atMost(SOON).until(() -> heard.count(items.get(MANY - 1)) > 20);

        castor.close();

        await().atMost(SOON).until(() -> active(client, "POLLUX"));
        int before = heard.count(items.get(MANY - 1));
        await().atMost(SOON).until(() -> heard.count(items.get(MANY - 1)) > before + 20);
        items.forEach(heard::assertUnbroken);
        SubscriptionStatistics statistics = subscription.statistics();
        assertThat(statistics.replayed()).isPositive();
        assertThat(statistics.duplicates()).as("the queues overlap").isPositive();
        assertThat(statistics.gaps()).isZero();
        assertThat(statistics.dropped()).isZero();
        assertThat(statistics.longestPause()).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void refusedItemsAreNamedAndTheOthersWork() throws Exception {
        List<ItemSettings> items = new ArrayList<>(counters(2));
        ItemSettings wrong = ItemSettings.of(node("NoSuchNode"), Duration.ofMillis(50));
        items.add(1, wrong);

        FailoverSubscription subscription = client.subscribe(SUBSCRIPTION, items, heard);

        await().atMost(SOON).until(() -> heard.count(items.get(2)) > 5);
        assertThat(subscription.refused()).singleElement().satisfies(status -> {
            assertThat(status.item()).isEqualTo(wrong);
            assertThat(status.member()).isEqualTo(TestServer.uri("CASTOR"));
            assertThat(status.result().value()).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
        });
        assertThat(subscription.items()).hasSize(6);
    }

    @Test
    void closedSubscriptionIsGoneOnBothMembers() throws Exception {
        FailoverSubscription subscription = client.subscribe(SUBSCRIPTION, counters(3), heard);
        await().atMost(SOON)
                .until(() -> castor.items(MonitoringMode.Reporting) == 3 && pollux.items(MonitoringMode.Sampling) == 3);

        subscription.close();

        await().atMost(SOON)
                .until(() -> castor.items(MonitoringMode.Reporting) == 0 && pollux.items(MonitoringMode.Sampling) == 0);
    }

    // Session up, probes answered, but no notifications: to the operator that is a dead server.
    @Test
    void memberThatNoLongerPublishesIsLeft() throws Exception {
        List<ItemSettings> items = counters(2);
        client.subscribe(SUBSCRIPTION, items, heard);
        await().atMost(SOON).until(() -> heard.count(items.get(0)) > 20);
        await().atMost(SOON).until(() -> pollux.items(MonitoringMode.Sampling) == 2);

        castor.mute();

        await().atMost(SOON).until(() -> active(client, "POLLUX"));
        int before = heard.count(items.get(0));
        await().atMost(SOON).until(() -> heard.count(items.get(0)) > before + 20);
        items.forEach(heard::assertUnbroken);
        await().atMost(SOON).until(() -> heard.moves().size() >= 1);
        assertThat(heard.moves())
                .singleElement()
                .extracting(FailoverReport::cause)
                .isEqualTo(FailoverCause.NO_NOTIFICATIONS);
    }

    // A listener that hangs in a database must not keep the client on a dead server.
    @Test
    void listenerThatBlocksDoesNotStopTheFailover() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        FailoverSubscription subscription =
                client.subscribe(new SubscriptionSettings(Duration.ofMillis(100), 100), counters(10), (item, value) -> {
                    blocked.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        blocked.await();

        castor.close();

        await().atMost(SOON).until(() -> active(client, "POLLUX"));
        await().atMost(SOON).until(() -> subscription.statistics().dropped() > 0);
        release.countDown();
    }
}
