package dev.pollux.server.history;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.message.Message;
import dev.pollux.archive.message.MessageLog;
import dev.pollux.server.event.Event;
import dev.pollux.server.event.EventSelection;
import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEvent;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadEventDetails;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Past events of the Server object, from the message log (OPC 10000-11 §6.5.2). */
public final class EventHistory {
    private static final Logger LOG = LoggerFactory.getLogger(EventHistory.class);
    /** Most events in one response. */
    public static final int EVENTS_MAX = 1_000;

    private static final int PAGE = 500;
    /** A filter that finds nothing must not read the whole log in one call. */
    private static final int LOOKED_AT_MAX = 20_000;
    /** Of a message with the longest text and all its fields, nearly. */
    private static final int EVENT_BYTES = 3_000;

    private final OpcUaServer server;
    private final MessageLog log;
    private final Function<Message, Event> events;

    /**
     * Over a log.
     *
     * @param events how a message looks as an event
     */
    public EventHistory(OpcUaServer server, MessageLog log, Function<Message, Event> events) {
        this.server = server;
        this.log = log;
        this.events = events;
    }

    /**
     * Reads the events of the Server object.
     *
     * @param details of the request; not looked at where the node has a continuation point
     * @param messageBytes the longest response that the client takes
     */
    HistoryReadResult read(Session session, HistoryReadValueId node, @Nullable Object details, int messageBytes) {
        try {
            if (!Roles.atLeast(session, Role.OBSERVER)) {
                throw new UaException(StatusCodes.Bad_UserAccessDenied);
            }
            return read(query(node, details), name(node), messageBytes);
        } catch (UaException e) {
            return result(e.getStatusCode().value(), ByteString.NULL_VALUE, null);
        } catch (ArchiveException e) {
            LOG.warn("past events cannot be read: {}", e.getMessage());
            return result(StatusCodes.Bad_DataUnavailable, ByteString.NULL_VALUE, null);
        }
    }

    /** There is nothing to free. */
    static HistoryReadResult released(HistoryReadValueId node) {
        boolean known = EventQuery.decode(node.getContinuationPoint().bytesOrEmpty(), name(node))
                .isPresent();
        return result(known ? 0 : StatusCodes.Bad_ContinuationPointInvalid, ByteString.NULL_VALUE, null);
    }

    private static String name(HistoryReadValueId node) {
        return node.getNodeId().toParseableString();
    }

    private EventQuery query(HistoryReadValueId node, @Nullable Object details) throws UaException {
        ByteString point = node.getContinuationPoint();
        if (point != null && point.length() > 0) {
            return EventQuery.decode(point.bytesOrEmpty(), name(node))
                    .orElseThrow(() -> new UaException(StatusCodes.Bad_ContinuationPointInvalid));
        }
        if (!(details instanceof ReadEventDetails asked)) {
            throw new UaException(StatusCodes.Bad_HistoryOperationUnsupported);
        }
        UInteger count = asked.getNumValuesPerNode();
        TimeDomain domain = TimeDomain.of(
                        ticks(asked.getStartTime()), ticks(asked.getEndTime()), count == null ? 0 : count.longValue())
                .orElseThrow(() -> new UaException(StatusCodes.Bad_HistoryOperationInvalid));
        ExtensionObject filter = ExtensionObject.encode(server.getStaticEncodingContext(), asked.getFilter());
        if (!(filter.getBody() instanceof ByteString bytes)) {
            throw new UaException(StatusCodes.Bad_EventFilterInvalid);
        }
        return EventQuery.of(domain, bytes);
    }

    private static long ticks(@Nullable DateTime time) {
        return time == null ? 0 : time.getUtcTime();
    }

    private EventSelection selection(ByteString filter) throws UaException {
        try {
            Object decoded = ExtensionObject.of(
                            filter,
                            EventFilter.BINARY_ENCODING_ID
                                    .toNodeId(server.getNamespaceTable())
                                    .orElseThrow())
                    .decode(server.getStaticEncodingContext());
            return new EventSelection(server, (EventFilter) decoded);
        } catch (RuntimeException e) {
            throw new UaException(StatusCodes.Bad_EventFilterInvalid, e);
        }
    }

    private HistoryReadResult read(EventQuery query, String node, int messageBytes) throws UaException {
        EventSelection selection = selection(query.filter());
        int fitting = Math.max(1, Math.min(EVENTS_MAX, messageBytes / EVENT_BYTES));
        long wanted = Math.min(fitting, Math.min(query.perCall(), query.left()));
        List<HistoryEventFieldList> found = new ArrayList<>();
        MessageLog.Query next = query.pages(PAGE);
        boolean more = true;
        for (int lookedAt = 0; more && found.size() < wanted && lookedAt < LOOKED_AT_MAX; ) {
            List<Message> page = log.read(next);
            more = page.size() == PAGE;
            for (Message each : page) {
                if (found.size() == wanted) {
                    more = true;
                    break;
                }
                next = next.after(each);
                lookedAt++;
                selection.of(events.apply(each)).map(HistoryEventFieldList::new).ifPresent(found::add);
            }
        }
        EventQuery rest = query.rest(next, found.size());
        boolean ended = !more || rest.left() == 0;
        ByteString point = ended ? ByteString.NULL_VALUE : ByteString.of(rest.encode(node));
        HistoryEvent events = new HistoryEvent(found.toArray(HistoryEventFieldList[]::new));
        return result(
                found.isEmpty() && ended ? StatusCodes.Good_NoData : 0,
                point,
                ExtensionObject.encode(server.getStaticEncodingContext(), events));
    }

    private static HistoryReadResult result(long status, ByteString point, @Nullable ExtensionObject data) {
        return new HistoryReadResult(new StatusCode(status), point, data);
    }
}
