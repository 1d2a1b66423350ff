package dev.pollux.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.event.Filters;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.security.Pki;
import dev.pollux.server.source.block.PlcAddresses;
import dev.pollux.server.space.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEvent;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadEventDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two whole stations tell operators while one after the other goes and comes, as a client sees it. */
class StationMessagesTest {
    private static final int CASTOR = 22_200;
    private static final int POLLUX = 22_201;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final EventFilter FILTER = Filters.filter(
            List.of(Filters.field("EventId"), Filters.field("2:MessageNumber"), Filters.field("2:Station")));

    @TempDir
    Path directory;

    private final Project project = new ProjectReader(new PlcAddresses()::fault)
            .read(Path.of("..", "examples", "waterworks"))
            .orThrow();

    /** A message as a client sees it. */
    private record Seen(ByteString id, int number, String station) {
        static Seen of(Variant[] fields) {
            return new Seen(
                    (ByteString) Objects.requireNonNull(fields[0].value()),
                    ((UInteger) Objects.requireNonNull(fields[1].value())).intValue(),
                    (String) Objects.requireNonNull(fields[2].value()));
        }
    }

    private StationConfig config(String name) throws IOException {
        boolean castor = name.equals("CASTOR");
        Path file = directory.resolve(name + ".yaml");
        Files.writeString(file, """
                station: %s
                endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none, sign-and-encrypt]}]
                partner: {links: [{name: main, kind: main, url: "opc.tcp://localhost:%d/pollux"}]}
                archive: {store: none}
                data: data/%s
                """.formatted(name, castor ? CASTOR : POLLUX, castor ? POLLUX : CASTOR, name));
        return new StationReader().read(file, project).orThrow();
    }

    private Pki pki(String name) throws IOException {
        return Station.certificates(project, config(name));
    }

    private Station start(String name) throws IOException {
        return Station.start(project, config(name));
    }

    private static List<Seen> log(int port) throws UaException {
        try (TestClient client = TestClient.anonymous("opc.tcp://localhost:" + port + "/pollux")) {
            HistoryReadValueId node =
                    new HistoryReadValueId(NodeIds.Server, null, QualifiedName.NULL_VALUE, ByteString.NULL_VALUE);
            ReadEventDetails details =
                    new ReadEventDetails(Unsigned.uint(0), new DateTime(1), new DateTime(Long.MAX_VALUE / 4), FILTER);
            HistoryReadResult result = Objects.requireNonNull(client.ua
                    .historyRead(details, TimestampsToReturn.Both, false, List.of(node))
                    .getResults())[0];
            assertThat(result.getStatusCode().isGood())
                    .as("%s", result.getStatusCode())
                    .isTrue();
            HistoryEvent data = (HistoryEvent)
                    Objects.requireNonNull(result.getHistoryData()).decode(client.ua.getStaticEncodingContext());
            List<Seen> seen = new ArrayList<>();
            for (HistoryEventFieldList each : Objects.requireNonNull(data.getEvents())) {
                seen.add(Seen.of(Objects.requireNonNull(each.getEventFields())));
            }
            return seen;
        }
    }

    private static void awaitTold(int port, String station, SystemMessage... messages) {
        await().atMost(LIMIT).untilAsserted(() -> {
            List<Seen> log = log(port);
            for (SystemMessage message : messages) {
                assertThat(log)
                        .as("%s of %s", message, station)
                        .anyMatch(each -> each.number() == message.number()
                                && each.station().equals(station));
            }
        });
    }

    /** A busy machine may not let a station say that it goes; then its partner finds out. */
    private static void awaitLost() {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(log(CASTOR))
                        .anyMatch(each -> each.number() == SystemMessage.PARTNER_RUNTIME_INACTIVE.number()
                                || each.number() == SystemMessage.PARTNER_FAILED.number()));
    }

    private static void awaitEqual() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(log(CASTOR)).isEqualTo(log(POLLUX)));
    }

    // CASTOR leads; POLLUX is stopped and started; then CASTOR is stopped and POLLUX takes over. A client of CASTOR
    // hears what POLLUX says, and in the end both logs are the same, with the same EventIds.
    @Test
    void bothStationsKeepWhatEitherHasSaid() throws Exception {
        try (Pki castor = pki("CASTOR");
                Pki pollux = pki("POLLUX")) {
            castor.trustPartner(pollux.certificate());
            pollux.trustPartner(castor.certificate());
        }
        Station castor = start("CASTOR");
        Station pollux = start("POLLUX");
        try {
            awaitTold(CASTOR, "CASTOR", SystemMessage.STATE_CHANGED, SystemMessage.MAIN_LINK_READY);
            awaitTold(CASTOR, "POLLUX", SystemMessage.STATE_CHANGED, SystemMessage.MAIN_LINK_READY);
            try (TestClient client = TestClient.anonymous("opc.tcp://localhost:" + CASTOR + "/pollux")) {
                List<Seen> heard = listen(client);

                pollux.close();
                awaitTold(CASTOR, "CASTOR", SystemMessage.LINK_FAILED);
                awaitLost();
                pollux = start("POLLUX");

                awaitTold(POLLUX, "CASTOR", SystemMessage.PARTNER_BACK, SystemMessage.LINK_RESTORED);
                awaitEqual();
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(heard)
                                .as("events of POLLUX at CASTOR")
                                .anyMatch(each -> each.station().equals("POLLUX")));
                assertThat(heard).as("each once").doesNotHaveDuplicates();
                assertThat(log(CASTOR)).as("the same as in the log").containsAll(heard);
            }
            castor.close();
            awaitTold(POLLUX, "POLLUX", SystemMessage.FAILURE_SWITCHOVER);
            castor = start("CASTOR");
            awaitTold(CASTOR, "POLLUX", SystemMessage.FAILURE_SWITCHOVER);
            awaitEqual();
        } finally {
            castor.close();
            pollux.close();
        }
    }

    private static List<Seen> listen(TestClient client) throws UaException {
        List<Seen> heard = new CopyOnWriteArrayList<>();
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(NodeIds.Server, FILTER);
        item.setQueueSize(Unsigned.uint(1_000));
        item.setEventValueListener((source, fields) -> heard.add(Seen.of(fields)));
        client.subscription().addMonitoredItem(item);
        client.subscription().createMonitoredItems();
        return heard;
    }
}
