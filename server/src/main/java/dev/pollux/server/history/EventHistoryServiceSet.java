package dev.pollux.server.history;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.servicesets.AbstractServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.AttributeServiceSet;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/** Answers HistoryRead of the Server object's events; everything else goes to the services behind. */
public final class EventHistoryServiceSet extends AbstractServiceSet implements AttributeServiceSet {
    private final OpcUaServer server;
    private final AttributeServiceSet others;
    private final EventHistory events;

    /**
     * Before other services.
     *
     * @param others answer what is not about events
     */
    public EventHistoryServiceSet(OpcUaServer server, AttributeServiceSet others, EventHistory events) {
        this.server = server;
        this.others = others;
        this.events = events;
    }

    @Override
    public HistoryReadResponse onHistoryRead(ServiceRequestContext context, HistoryReadRequest request)
            throws UaException {
        HistoryReadValueId[] nodes = request.getNodesToRead();
        List<HistoryReadValueId> rest = new ArrayList<>();
        for (HistoryReadValueId each : nodes == null ? new HistoryReadValueId[0] : nodes) {
            if (!NodeIds.Server.equals(each.getNodeId())) {
                rest.add(each);
            }
        }
        if (nodes == null || nodes.length == 0 || rest.size() == nodes.length) {
            return others.onHistoryRead(context, request);
        }
        Session session = server.getSessionManager().getSession(context, request.getRequestHeader());
        HistoryReadResult[] answered = rest.isEmpty() ? new HistoryReadResult[0] : rest(context, request, rest);
        int messageBytes = ClientLimits.of(context.getChannel()).messageBytes() / nodes.length;
        boolean release = Boolean.TRUE.equals(request.getReleaseContinuationPoints());
        Object details = details(request.getHistoryReadDetails());
        HistoryReadResult[] results = new HistoryReadResult[nodes.length];
        int next = 0;
        for (int i = 0; i < nodes.length; i++) {
            if (!NodeIds.Server.equals(nodes[i].getNodeId())) {
                results[i] = answered[next++];
            } else {
                results[i] = release
                        ? EventHistory.released(nodes[i])
                        : events.read(session, nodes[i], details, messageBytes);
            }
        }
        return new HistoryReadResponse(createResponseHeader(request), results, null);
    }

    private HistoryReadResult[] rest(
            ServiceRequestContext context, HistoryReadRequest request, List<HistoryReadValueId> nodes)
            throws UaException {
        HistoryReadResult[] results = others.onHistoryRead(
                        context,
                        new HistoryReadRequest(
                                request.getRequestHeader(),
                                request.getHistoryReadDetails(),
                                request.getTimestampsToReturn(),
                                request.getReleaseContinuationPoints(),
                                nodes.toArray(HistoryReadValueId[]::new)))
                .getResults();
        return results == null ? new HistoryReadResult[nodes.size()] : results;
    }

    private @Nullable Object details(@Nullable ExtensionObject encoded) {
        try {
            return encoded == null || encoded.isNull() ? null : encoded.decode(server.getStaticEncodingContext());
        } catch (RuntimeException e) {
            // Answered like any other kind of details that is not of events.
            return null;
        }
    }

    @Override
    public ReadResponse onRead(ServiceRequestContext context, ReadRequest request) throws UaException {
        return others.onRead(context, request);
    }

    @Override
    public WriteResponse onWrite(ServiceRequestContext context, WriteRequest request) throws UaException {
        return others.onWrite(context, request);
    }

    @Override
    public HistoryUpdateResponse onHistoryUpdate(ServiceRequestContext context, HistoryUpdateRequest request)
            throws UaException {
        return others.onHistoryUpdate(context, request);
    }
}
