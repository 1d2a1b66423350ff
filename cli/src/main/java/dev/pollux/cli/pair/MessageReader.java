package dev.pollux.cli.pair;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.ElementOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.FilterOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEvent;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;

/** Reads and follows the system messages that one station keeps. */
public final class MessageReader {
    private static final int POLLUX = 2;
    private static final NodeId TYPE = new NodeId(POLLUX, "SystemMessageType");
    private static final int PAGE = 500;
    private static final int QUEUE = 1_000;
    private static final double PUBLISH_MILLIS = 250;

    private final StationSession session;
    private final EncodingContext context;
    private final EventFilter filter;

    /**
     * Which messages are wanted.
     *
     * @param severity at least this, 1..1000
     * @param numbers only these; empty for all
     */
    public record Wanted(int severity, Set<Integer> numbers) {}

    /** Of one station. */
    public MessageReader(StationSession session, Wanted wanted) {
        this.session = session;
        context = session.client().getStaticEncodingContext();
        filter = filter(wanted);
    }

    private EventFilter filter(Wanted wanted) {
        List<SimpleAttributeOperand> select = List.of(
                field(NodeIds.BaseEventType, 0, "EventId"),
                field(NodeIds.BaseEventType, 0, "Time"),
                field(TYPE, POLLUX, "Station"),
                field(TYPE, POLLUX, "MessageNumber"),
                field(NodeIds.BaseEventType, 0, "Severity"),
                field(NodeIds.BaseEventType, 0, "SourceName"),
                field(NodeIds.BaseEventType, 0, "Message"));
        List<ContentFilterElement> conditions = new ArrayList<>();
        conditions.add(where(FilterOperator.OfType, literal(TYPE)));
        conditions.add(where(FilterOperator.GreaterThanOrEqual, select.get(4), literal(ushort(wanted.severity()))));
        if (!wanted.numbers().isEmpty()) {
            conditions.add(where(
                    FilterOperator.InList,
                    Stream.concat(
                                    Stream.of(select.get(3)),
                                    wanted.numbers().stream().map(number -> literal(uint(number))))
                            .toArray(FilterOperand[]::new)));
        }
        return new EventFilter(select.toArray(SimpleAttributeOperand[]::new), all(conditions));
    }

    /** A chain of And: each joins one condition with the next And, the last joins two conditions. */
    private ContentFilter all(List<ContentFilterElement> conditions) {
        int joins = conditions.size() - 1;
        List<ContentFilterElement> elements = new ArrayList<>();
        for (int i = 0; i < joins; i++) {
            int other = i + 1 < joins ? i + 1 : joins + conditions.size() - 1;
            elements.add(where(FilterOperator.And, element(other), element(joins + i)));
        }
        elements.addAll(conditions);
        return new ContentFilter(elements.toArray(ContentFilterElement[]::new));
    }

    private static ElementOperand element(int index) {
        return new ElementOperand(uint(index));
    }

    private static LiteralOperand literal(Object value) {
        return new LiteralOperand(new Variant(value));
    }

    private static SimpleAttributeOperand field(NodeId type, int namespace, String name) {
        QualifiedName[] path = {new QualifiedName(namespace, name)};
        return new SimpleAttributeOperand(type, path, AttributeId.Value.uid(), null);
    }

    private ContentFilterElement where(FilterOperator operator, FilterOperand... operands) {
        ExtensionObject[] encoded = Stream.of(operands)
                .map(each -> ExtensionObject.encode(context, each))
                .toArray(ExtensionObject[]::new);
        return new ContentFilterElement(operator, encoded);
    }

    /**
     * The latest messages of a span, the latest first.
     *
     * @param limit at most so many
     * @throws CommandFailure if the station does not answer or refuses
     */
    public List<MessageEntry> latest(Instant since, Instant until, int limit) {
        ReadEventDetails details = new ReadEventDetails(
                uint(Math.min(limit, PAGE)), new DateTime(until), new DateTime(since.minusNanos(100)), filter);
        List<MessageEntry> found = new ArrayList<>();
        ByteString point = ByteString.NULL_VALUE;
        do {
            HistoryReadResult result = page(details, point);
            HistoryEventFieldList[] events = events(result);
            for (HistoryEventFieldList each : events) {
                MessageEntry.of(each.getEventFields()).ifPresent(found::add);
            }
            point = result.getContinuationPoint();
        } while (point != null && point.length() > 0 && found.size() < limit);
        return found.subList(0, Math.min(limit, found.size()));
    }

    private HistoryReadResult page(ReadEventDetails details, ByteString point) {
        HistoryReadValueId node = new HistoryReadValueId(NodeIds.Server, null, QualifiedName.NULL_VALUE, point);
        HistoryReadResult[] results = session.await(
                        session.client().historyReadAsync(details, TimestampsToReturn.Source, false, List.of(node)),
                        "HistoryRead")
                .getResults();
        if (results == null
                || results.length != 1
                || !results[0].getStatusCode().isGood()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    session.url() + ": its messages cannot be read"
                            + (results == null || results.length != 1
                                    ? ""
                                    : ", " + ValueText.status(results[0].getStatusCode())));
        }
        return results[0];
    }

    private HistoryEventFieldList[] events(HistoryReadResult result) {
        ExtensionObject data = result.getHistoryData();
        boolean some = data != null && !data.isNull() && data.decode(context) instanceof HistoryEvent;
        HistoryEventFieldList[] events = some ? ((HistoryEvent) data.decode(context)).getEvents() : null;
        return events == null ? new HistoryEventFieldList[0] : events;
    }

    /**
     * Hands on each message from now on, on the client's thread, until the session ends.
     *
     * @throws CommandFailure if the station refuses
     */
    public void follow(Consumer<MessageEntry> listener) {
        try {
            OpcUaSubscription subscription = new OpcUaSubscription(session.client(), PUBLISH_MILLIS);
            subscription.create();
            OpcUaMonitoredItem item = OpcUaMonitoredItem.newEventItem(NodeIds.Server, filter);
            item.setQueueSize(uint(QUEUE));
            item.setEventValueListener(
                    (source, fields) -> MessageEntry.of(fields).ifPresent(listener));
            subscription.addMonitoredItem(item);
            subscription.createMonitoredItems();
        } catch (UaException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, session.url() + ": its messages cannot be followed: " + ValueText.reason(e), e);
        }
    }
}
