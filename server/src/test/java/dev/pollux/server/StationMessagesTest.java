package dev.pollux.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.space.TestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two whole stations tell operators while one after the other goes and comes, as a client sees it. */
class StationMessagesTest {
    private static final Duration LIMIT = TestPair.LIMIT.multipliedBy(2);

    @TempDir
    Path directory = Path.of("set by JUnit");

    private TestPair pair = unset();

    @SuppressWarnings("NullAway") // set before each test
    private static TestPair unset() {
        return null;
    }

    @BeforeEach
    void prepare() throws IOException {
        pair = new TestPair(directory, 22_200, yaml -> yaml, station -> station + "archive: {store: none}\n");
    }

    @AfterEach
    void closeEverything() {
        pair.close();
    }

    private List<Told> log(String station) throws UaException {
        return Told.log(pair.url(station));
    }

    private void awaitTold(String at, String station, SystemMessage... messages) {
        Told.awaitAll(pair.url(at), station, messages);
    }

    /** A busy machine may not let a station say that it goes; then its partner finds out. */
    private void awaitLost() {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(log("CASTOR"))
                        .anyMatch(each -> each.number() == SystemMessage.PARTNER_RUNTIME_INACTIVE.number()
                                || each.number() == SystemMessage.PARTNER_FAILED.number()));
    }

    private void awaitEqual() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(log("CASTOR")).isEqualTo(log("POLLUX")));
    }

    // CASTOR leads; POLLUX is stopped and started; then CASTOR is stopped and POLLUX takes over. A client of CASTOR
    // hears what POLLUX says, and in the end both logs are the same, with the same EventIds.
    @Test
    void bothStationsKeepWhatEitherHasSaid() throws Exception {
        Station castor = pair.start("CASTOR");
        Station pollux = pair.start("POLLUX");
        awaitTold("CASTOR", "CASTOR", SystemMessage.STATE_CHANGED, SystemMessage.MAIN_LINK_READY);
        awaitTold("CASTOR", "POLLUX", SystemMessage.STATE_CHANGED, SystemMessage.MAIN_LINK_READY);
        try (TestClient client = TestClient.anonymous(pair.url("CASTOR"))) {
            List<Told> heard = listen(client);

            pair.close(pollux);
            awaitTold("CASTOR", "CASTOR", SystemMessage.LINK_FAILED);
            awaitLost();
            pair.start("POLLUX");

            awaitTold("POLLUX", "CASTOR", SystemMessage.PARTNER_BACK, SystemMessage.LINK_RESTORED);
            awaitEqual();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(heard)
                            .as("events of POLLUX at CASTOR")
                            .anyMatch(each -> each.station().equals("POLLUX")));
            assertThat(heard).as("each once").doesNotHaveDuplicates();
            assertThat(log("CASTOR")).as("the same as in the log").containsAll(heard);
        }
        pair.close(castor);
        awaitTold("POLLUX", "POLLUX", SystemMessage.FAILURE_SWITCHOVER);
        pair.start("CASTOR");
        awaitTold("CASTOR", "POLLUX", SystemMessage.FAILURE_SWITCHOVER);
        awaitEqual();
    }

    private static List<Told> listen(TestClient client) throws UaException {
        List<Told> heard = new CopyOnWriteArrayList<>();
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(NodeIds.Server, Told.FILTER);
        item.setQueueSize(Unsigned.uint(1_000));
        item.setEventValueListener((source, fields) -> heard.add(Told.of(fields)));
        client.subscription().addMonitoredItem(item);
        client.subscription().createMonitoredItems();
        return heard;
    }
}
