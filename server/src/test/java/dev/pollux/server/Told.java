package dev.pollux.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.event.Filters;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.space.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
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

/** A system message as a client sees it. */
public record Told(ByteString id, int number, String station, String text) {
    /** Selects what is needed. */
    public static final EventFilter FILTER = Filters.filter(List.of(
            Filters.field("EventId"),
            Filters.field("2:MessageNumber"),
            Filters.field("2:Station"),
            Filters.field("Message")));

    /** From the selected fields. */
    public static Told of(Variant[] fields) {
        return new Told(
                (ByteString) Objects.requireNonNull(fields[0].value()),
                ((UInteger) Objects.requireNonNull(fields[1].value())).intValue(),
                (String) Objects.requireNonNull(fields[2].value()),
                String.valueOf(((LocalizedText) Objects.requireNonNull(fields[3].value())).text()));
    }

    /** All that a station keeps, oldest first. */
    public static List<Told> log(String url) throws UaException {
        try (TestClient client = TestClient.anonymous(url)) {
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
            List<Told> told = new ArrayList<>();
            for (HistoryEventFieldList each : Objects.requireNonNull(data.getEvents())) {
                told.add(of(Objects.requireNonNull(each.getEventFields())));
            }
            return told;
        }
    }

    /** Waits until a station's log has these messages of {@code station}. */
    public static void awaitAll(String url, String station, SystemMessage... messages) {
        await().atMost(TestPair.LIMIT.multipliedBy(2)).ignoreExceptions().untilAsserted(() -> {
            List<Told> log = log(url);
            for (SystemMessage message : messages) {
                assertThat(log)
                        .as("%s of %s", message, station)
                        .anyMatch(each -> each.number() == message.number()
                                && each.station().equals(station));
            }
        });
    }

    /** Waits for the text of a message that a station has raised itself. */
    public static void awaitText(String url, String station, SystemMessage message, String part) {
        await().atMost(TestPair.LIMIT.multipliedBy(2))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(log(url))
                        .as("%s of %s", message, station)
                        .anyMatch(each -> each.number() == message.number()
                                && each.station().equals(station)
                                && each.text().contains(part)));
    }
}
