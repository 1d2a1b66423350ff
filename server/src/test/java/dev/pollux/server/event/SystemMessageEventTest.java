package dev.pollux.server.event;

import static dev.pollux.server.event.Filters.element;
import static dev.pollux.server.event.Filters.field;
import static dev.pollux.server.event.Filters.filter;
import static dev.pollux.server.event.Filters.literal;
import static dev.pollux.server.event.Filters.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.message.Message;
import dev.pollux.archive.rocks.RocksMessageLog;
import dev.pollux.server.space.TestClient;
import dev.pollux.server.space.TestStation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilterResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEvent;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.TimeZoneDataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client listens to system messages of a station, and reads those of the past. */
class SystemMessageEventTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static RocksMessageLog log;
    private static TestStation station;
    private static TestClient client;
    private static long next;
    private final List<Variant[]> events = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        log = RocksMessageLog.open(folder.resolve("messages"), "CASTOR");
        for (int i = 1; i <= 25; i++) {
            log.append(List.of(message(i % 2 == 0 ? "CASTOR" : "POLLUX", i)));
        }
        next = 1_000;
        station = new TestStation(22100, folder, options -> options.messages = Optional.of(log));
        client = TestClient.anonymous(station.url);
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        station.close();
        log.close();
    }

    @BeforeEach
    void forget() {
        events.clear();
    }

    /** The i-th second after noon, severity 100, 200, 300, 400, 100, ... */
    private static Message message(String from, long i) {
        long time = Ticks.of(NOON.plusSeconds(i));
        return new Message(from, i, time, time + 5, 1012200, (int) (100 + 100 * (i % 4)), "redundancy", "message " + i);
    }

    private OpcUaMonitoredItem listen(EventFilter filter, int queue) throws UaException {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(NodeIds.Server, filter);
        item.setQueueSize(Unsigned.uint(queue));
        item.setEventValueListener((source, fields) -> events.add(fields));
        client.subscription().addMonitoredItem(item);
        client.subscription().createMonitoredItems();
        return item;
    }

    private static Message tell(String from, int severity, String text) {
        long time = Ticks.of(Instant.now());
        Message message = new Message(from, ++next, time, time + 7, 1012241, severity, "redundancy", text);
        station.server.tell(message);
        return message;
    }

    @Test
    void allFieldsOfTheBaseTypeAndTheOwnOnesArrive() throws Exception {
        listen(
                filter(List.of(
                        field("EventId"),
                        field("EventType"),
                        field("SourceNode"),
                        field("SourceName"),
                        field("Time"),
                        field("ReceiveTime"),
                        field("LocalTime"),
                        field("Message"),
                        field("Severity"),
                        field("2:MessageNumber"),
                        field("2:Station"))),
                10);

        Message message = tell("POLLUX", 400, "Switched to state MASTER: x");

        await().atMost(LONG).untilAsserted(() -> assertThat(events).hasSize(1));
        List<?> fields = Arrays.stream(events.get(0)).map(each -> each.value()).toList();
        assertThat(fields.get(0)).isEqualTo(ByteString.of(message.eventId()));
        assertThat(fields.get(1)).isEqualTo(Filters.SYSTEM_MESSAGE);
        assertThat(fields.get(2)).isEqualTo(NodeIds.Server);
        assertThat(fields.get(3)).isEqualTo("POLLUX/redundancy");
        assertThat(fields.get(4)).isEqualTo(new DateTime(message.time()));
        assertThat(fields.get(5)).isEqualTo(new DateTime(message.receiveTime()));
        assertThat(((ExtensionObject) fields.get(6)).decode(client.ua.getStaticEncodingContext()))
                .isInstanceOf(TimeZoneDataType.class);
        assertThat(fields.get(7)).isEqualTo(LocalizedText.english("Switched to state MASTER: x"));
        assertThat(fields.get(8)).isEqualTo(UShort.valueOf(400));
        assertThat(fields.get(9)).isEqualTo(UInteger.valueOf(1012241));
        assertThat(fields.get(10)).isEqualTo("POLLUX");
    }

    // Real clients ask for fields of companion types; one that is not known must not mute the item.
    @Test
    void unknownFieldsAreNullAndTheClientIsToldWhich() throws Exception {
        OpcUaMonitoredItem item = listen(
                filter(List.of(
                        field("Severity"),
                        field("NoSuchField"),
                        field(NodeIds.ConditionType, "NoSuchField"),
                        field(new NodeId(2, "NoSuchType"), "Severity"),
                        field(NodeIds.AlarmConditionType, "Severity"),
                        field(NodeIds.SystemEventType, "Severity"))),
                10);

        tell("CASTOR", 300, "x");

        await().atMost(LONG).untilAsserted(() -> assertThat(events).hasSize(1));
        assertThat(Arrays.stream(events.get(0)).map(Variant::value))
                .containsExactly(UShort.valueOf(300), null, null, null, null, UShort.valueOf(300));
        EventFilterResult result =
                (EventFilterResult) item.getFilterResult().orElseThrow().decode(client.ua.getStaticEncodingContext());
        assertThat(result.getSelectClauseResults()[0].isGood()).isTrue();
        assertThat(result.getSelectClauseResults()[3].isBad()).isTrue();
    }

    private void assertWanted(boolean wanted, ContentFilterElement... where) throws UaException {
        Event event = new MessageEvent(
                message("CASTOR", 3), Filters.SYSTEM_MESSAGE, ZoneId.of("UTC"), client.ua.getStaticEncodingContext());
        EventSelection selection = new EventSelection(station.server.ua(), filter(List.of(field("Severity")), where));
        assertThat(selection.of(event).isPresent()).as(Arrays.toString(where)).isEqualTo(wanted);
    }

    // The message has severity 400, number 1012200, station CASTOR, text "message 3".
    @Test
    void whereClausesAreEvaluatedOnFields() throws Exception {
        UShort severity = UShort.valueOf(400);
        assertWanted(true, where(FilterOperator.Equals, field("Severity"), literal(severity)));
        assertWanted(true, where(FilterOperator.Equals, field("Severity"), literal(400)));
        assertWanted(false, where(FilterOperator.Equals, field("2:Station"), literal("POLLUX")));
        assertWanted(true, where(FilterOperator.IsNull, field("NoSuchField")));
        assertWanted(false, where(FilterOperator.IsNull, field("Severity")));
        assertWanted(true, where(FilterOperator.GreaterThan, field("Severity"), literal(399)));
        assertWanted(false, where(FilterOperator.LessThan, field("Severity"), literal(400)));
        assertWanted(true, where(FilterOperator.GreaterThanOrEqual, field("Severity"), literal(400)));
        assertWanted(true, where(FilterOperator.LessThanOrEqual, field("Severity"), literal(400)));
        assertWanted(true, where(FilterOperator.Between, field("Severity"), literal(300), literal(400)));
        assertWanted(false, where(FilterOperator.Between, field("Severity"), literal(401), literal(500)));
        assertWanted(true, where(FilterOperator.InList, field("2:Station"), literal("POLLUX"), literal("CASTOR")));
        assertWanted(false, where(FilterOperator.InList, field("2:Station"), literal("POLLUX")));
        assertWanted(true, where(FilterOperator.Like, field("2:Station"), literal("CAS%")));
        assertWanted(false, where(FilterOperator.Like, field("2:Station"), literal("POL%")));
        assertWanted(true, where(FilterOperator.OfType, literal(Filters.SYSTEM_MESSAGE)));
        assertWanted(true, where(FilterOperator.OfType, literal(NodeIds.SystemEventType)));
        assertWanted(true, where(FilterOperator.OfType, literal(NodeIds.BaseEventType)));
        assertWanted(false, where(FilterOperator.OfType, literal(NodeIds.AuditEventType)));
    }

    @Test
    void whereClausesAreCombined() throws Exception {
        ContentFilterElement castor = where(FilterOperator.Equals, field("2:Station"), literal("CASTOR"));
        ContentFilterElement low = where(FilterOperator.LessThan, field("Severity"), literal(300));
        assertWanted(false, where(FilterOperator.And, element(1), element(2)), castor, low);
        assertWanted(true, where(FilterOperator.Or, element(1), element(2)), castor, low);
        assertWanted(false, where(FilterOperator.Not, element(1)), castor);
        assertWanted(
                true,
                where(FilterOperator.And, element(1), element(2)),
                castor,
                where(FilterOperator.Not, element(3)),
                low);
        assertWanted(
                true,
                where(FilterOperator.Equals, element(1), literal(16)),
                where(FilterOperator.BitwiseAnd, literal(400), literal(24)));
        assertWanted(
                true,
                where(FilterOperator.Equals, element(1), literal(25)),
                where(FilterOperator.BitwiseOr, literal(24), literal(1)));
        // Each element refers twice to the next: without remembering, that would never end.
        List<ContentFilterElement> chain = new ArrayList<>();
        for (int i = 1; i < 90; i++) {
            chain.add(where(FilterOperator.And, element(i), element(i)));
        }
        chain.add(castor);
        assertWanted(true, chain.toArray(ContentFilterElement[]::new));
    }

    @Test
    void wrongFiltersAreRefusedWithTheReason() {
        assertRefused(StatusCodes.Bad_FilterOperatorUnsupported, where(FilterOperator.InView, literal(NodeIds.Server)));
        assertRefused(StatusCodes.Bad_EventFilterInvalid, where(FilterOperator.Not, element(0)));
        assertRefused(StatusCodes.Bad_EventFilterInvalid, where(FilterOperator.Not, element(7)));
        assertRefused(StatusCodes.Bad_FilterOperandCountMismatch, where(FilterOperator.Equals, field("Severity")));
    }

    private static void assertRefused(long code, ContentFilterElement where) {
        assertThatThrownBy(() -> new EventSelection(station.server.ua(), filter(List.of(field("Severity")), where)))
                .isInstanceOfSatisfying(
                        UaException.class,
                        e -> assertThat(e.getStatusCode().value()).isEqualTo(code));
    }

    @Test
    void onlyWhatIsWantedArrives() throws Exception {
        listen(
                filter(
                        List.of(field("Message")),
                        where(FilterOperator.GreaterThanOrEqual, field("Severity"), literal(UShort.valueOf(600)))),
                100);

        tell("CASTOR", 200, "no");
        tell("CASTOR", 600, "yes");
        tell("CASTOR", 500, "no");
        tell("CASTOR", 800, "also");

        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(events).extracting(each -> text(each[0])).containsExactly("yes", "also"));
    }

    // OPC 10000-4 §7.22.3: the client must see that something is missing.
    @Test
    void anOverflowIsAnEventOfItsOwn() throws Exception {
        client.subscription().setPublishingInterval(1_000.0);
        client.subscription().modify();
        try {
            listen(filter(List.of(field("EventType"), field("Message"))), 3);

            for (int i = 0; i < 200; i++) {
                tell("CASTOR", 200, "burst " + i);
            }

            await().atMost(LONG).untilAsserted(() -> {
                assertThat(events).anyMatch(each -> NodeIds.EventQueueOverflowEventType.equals(each[0].value()));
                assertThat(events.get(events.size() - 1)[1].value()).isEqualTo(LocalizedText.english("burst 199"));
            });
        } finally {
            client.subscription().setPublishingInterval(20.0);
            client.subscription().modify();
        }
    }

    @Test
    void theServerSaysThatItHasEventsAndTheirHistory() throws Exception {
        assertThat(client.read(NodeIds.Server, AttributeId.EventNotifier)
                        .value()
                        .value())
                .isEqualTo(UByte.valueOf(5));
        assertThat(client.value(NodeIds.HistoryServerCapabilities_AccessHistoryEventsCapability))
                .isEqualTo(true);
        assertThat(client.browseNames(Filters.SYSTEM_MESSAGE)).contains("MessageNumber", "Station");
    }

    private static ReadEventDetails details(long from, long to, int count, EventFilter filter) {
        return new ReadEventDetails(Unsigned.uint(count), time(from), time(to), filter);
    }

    private static DateTime time(long second) {
        return second < 0 ? DateTime.NULL_VALUE : new DateTime(NOON.plusSeconds(second));
    }

    private static HistoryReadResult history(ReadEventDetails details, ByteString point) throws UaException {
        HistoryReadValueId node = new HistoryReadValueId(NodeIds.Server, null, QualifiedName.NULL_VALUE, point);
        return client.ua.historyRead(details, TimestampsToReturn.Both, false, List.of(node))
                .getResults()[0];
    }

    private static @Nullable String text(Variant message) {
        return message.value() instanceof LocalizedText text ? text.text() : null;
    }

    private static List<@Nullable String> texts(HistoryReadResult result) {
        HistoryEvent data = (HistoryEvent) result.getHistoryData().decode(client.ua.getStaticEncodingContext());
        List<@Nullable String> texts = new ArrayList<>();
        HistoryEventFieldList[] found = data.getEvents();
        for (HistoryEventFieldList each : found == null ? new HistoryEventFieldList[0] : found) {
            texts.add(text(each.getEventFields()[0]));
        }
        return texts;
    }

    private static List<@Nullable String> all(ReadEventDetails details, int callsLeast) throws UaException {
        List<@Nullable String> texts = new ArrayList<>();
        ByteString point = ByteString.NULL_VALUE;
        int calls = 0;
        do {
            HistoryReadResult result = history(details, point);
            assertThat(result.getStatusCode().isGood())
                    .as("%s", result.getStatusCode())
                    .isTrue();
            texts.addAll(texts(result));
            point = result.getContinuationPoint();
            assertThat(++calls).isLessThan(50);
        } while (point != null && point.length() > 0);
        assertThat(calls).isGreaterThanOrEqualTo(callsLeast);
        return texts;
    }

    private static List<String> numbered(int... numbers) {
        return Arrays.stream(numbers).mapToObj(each -> "message " + each).toList();
    }

    @Test
    void pastEventsAreReadInBothDirectionsAndByPages() throws Exception {
        EventFilter text = filter(List.of(field("Message"), field("EventId")));

        assertThat(all(details(3, 7, 0, text), 1)).isEqualTo(numbered(3, 4, 5, 6));
        assertThat(all(details(7, 3, 0, text), 1)).isEqualTo(numbered(7, 6, 5, 4));
        assertThat(all(details(3, 8, 2, text), 2)).isEqualTo(numbered(3, 4, 5, 6, 7));
        assertThat(all(details(8, 3, 2, text), 2)).isEqualTo(numbered(8, 7, 6, 5, 4));
        assertThat(all(details(23, -1, 2, text), 1)).isEqualTo(numbered(23, 24));
        assertThat(all(details(-1, 2, 5, text), 1)).isEqualTo(numbered(2, 1));
        assertThat(history(details(100, 200, 0, text), ByteString.NULL_VALUE).getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Good_NoData));
    }

    @Test
    void pastEventsAreFiltered() throws Exception {
        EventFilter high = filter(
                List.of(field("Message")),
                where(FilterOperator.And, element(1), element(2)),
                where(FilterOperator.GreaterThanOrEqual, field("Severity"), literal(400)),
                where(FilterOperator.Equals, field("2:Station"), literal("POLLUX")));

        assertThat(all(details(1, 26, 2, high), 3)).isEqualTo(numbered(3, 7, 11, 15, 19, 23));
    }

    @Test
    void wrongRequestsForPastEventsAreRefused() throws Exception {
        EventFilter text = filter(List.of(field("Message")));
        assertThat(history(details(1, -1, 0, text), ByteString.NULL_VALUE).getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_HistoryOperationInvalid));
        assertThat(history(details(1, 5, 0, filter(List.of())), ByteString.NULL_VALUE)
                        .getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_EventFilterInvalid));
        assertThat(history(details(1, 5, 0, text), ByteString.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}))
                        .getStatusCode())
                .isEqualTo(new StatusCode(StatusCodes.Bad_ContinuationPointInvalid));
    }
}
