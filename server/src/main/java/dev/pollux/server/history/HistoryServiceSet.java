package dev.pollux.server.history;

import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.servicesets.AbstractServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.AttributeServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultAttributeServiceSet;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of attributes with history of our own: the stack's neither check access nor release continuation points,
 * and never answer a request whose handler throws.
 */
public final class HistoryServiceSet extends AbstractServiceSet implements AttributeServiceSet {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryServiceSet.class);

    private final OpcUaServer server;
    private final DefaultAttributeServiceSet others;
    private final HistoryReads reads;
    private final HistoryUpdates updates;
    private final HistoryGate gate;

    /**
     * Of a server.
     *
     * @param history where values are
     * @param nodes which nodes have history
     * @param types which values they take
     */
    public HistoryServiceSet(OpcUaServer server, History history, HistoricalNodes nodes, ValueTypes types) {
        this.server = server;
        others = new DefaultAttributeServiceSet(server);
        reads = new HistoryReads(history, nodes, server.getStaticEncodingContext(), System::nanoTime);
        updates = new HistoryUpdates(history, nodes, types, server.getStaticEncodingContext());
        gate = new HistoryGate(history.limits());
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
    public HistoryReadResponse onHistoryRead(ServiceRequestContext context, HistoryReadRequest request)
            throws UaException {
        Session session = server.getSessionManager().getSession(context, request.getRequestHeader());
        int messageBytes = ClientLimits.of(context.getChannel()).messageBytes();
        boolean answered = false;
        try {
            var results = gate.pass(() -> guarded(() -> reads.read(session, request, messageBytes)));
            answered = true;
            return new HistoryReadResponse(
                    createResponseHeader(request),
                    results.results().toArray(HistoryReadResult[]::new),
                    results.remarks().isEmpty() ? null : results.remarks().toArray(DiagnosticInfo[]::new));
        } finally {
            count(session, answered, true);
        }
    }

    @Override
    public HistoryUpdateResponse onHistoryUpdate(ServiceRequestContext context, HistoryUpdateRequest request)
            throws UaException {
        Session session = server.getSessionManager().getSession(context, request.getRequestHeader());
        boolean answered = false;
        try {
            var results = gate.pass(() -> guarded(() -> updates.update(session, request)));
            answered = true;
            return new HistoryUpdateResponse(createResponseHeader(request), results, null);
        } finally {
            count(session, answered, false);
        }
    }

    private static <T> T guarded(HistoryGate.Work<T> work) throws UaException {
        try {
            return work.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("request for history failed unexpectedly", e);
            throw new UaException(StatusCodes.Bad_InternalError, e);
        }
    }

    private static void count(Session session, boolean answered, boolean read) {
        var diagnostics = session.getSessionDiagnostics();
        var own = read ? diagnostics.getHistoryReadCount() : diagnostics.getHistoryUpdateCount();
        if (!answered) {
            own.incrementErrorCount();
            diagnostics.getTotalRequestCount().incrementErrorCount();
        }
        own.incrementTotalCount();
        diagnostics.getTotalRequestCount().incrementTotalCount();
    }
}
