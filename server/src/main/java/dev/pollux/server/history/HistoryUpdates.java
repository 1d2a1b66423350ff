package dev.pollux.server.history;

import dev.pollux.archive.ArchiveException;
import dev.pollux.server.history.HistoricalNodes.HistoricalNode;
import dev.pollux.server.history.HistoricalNodes.Kind;
import dev.pollux.server.project.UsersConfig.Role;
import dev.pollux.server.security.Caller;
import dev.pollux.server.security.Roles;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateDataDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateStructureDataDetails;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers HistoryUpdate (OPC 10000-4 §5.11.5, OPC 10000-11 §6.9). Values are for supervisors, remarks for operators.
 * One update at a time: what it looked at is still so when it writes.
 */
final class HistoryUpdates {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryUpdates.class);

    private final History history;
    private final HistoricalNodes nodes;
    private final EncodingContext context;
    private final ValueUpdate values;
    private final RemarkUpdate remarks;
    // Held from the look at the archive until the change is durable.
    private final ReentrantLock updating = new ReentrantLock(true);

    HistoryUpdates(History history, HistoricalNodes nodes, ValueTypes types, EncodingContext context) {
        this.history = history;
        this.nodes = nodes;
        this.context = context;
        values = new ValueUpdate(history, types, new UaHistory(context));
        remarks = new RemarkUpdate(history, context);
    }

    /** Who changes what. */
    record Change(HistoricalNode node, Session session, Caller caller) {}

    /** The results, one for each operation in order. */
    HistoryUpdateResult[] update(Session session, HistoryUpdateRequest request) throws UaException {
        ExtensionObject[] asked = request.getHistoryUpdateDetails();
        if (asked == null || asked.length == 0) {
            throw new UaException(StatusCodes.Bad_NothingToDo);
        }
        if (asked.length > history.limits().nodesPerUpdate()) {
            throw new UaException(StatusCodes.Bad_TooManyOperations);
        }
        lock();
        try {
            HistoryUpdateResult[] results = new HistoryUpdateResult[asked.length];
            int left = history.limits().valuesPerUpdate();
            for (int i = 0; i < asked.length; i++) {
                results[i] = guarded(session, asked[i], left);
                left -= Math.min(left, cost(results[i]));
            }
            return results;
        } finally {
            updating.unlock();
        }
    }

    private void lock() throws UaException {
        try {
            if (!updating.tryLock(history.limits().waitMax().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UaException(StatusCodes.Bad_Timeout, "other updates take too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UaException(StatusCodes.Bad_Shutdown, e);
        }
    }

    private static int cost(HistoryUpdateResult result) {
        return 1 + (result.getOperationResults() == null ? 0 : result.getOperationResults().length);
    }

    private HistoryUpdateResult guarded(Session session, @Nullable ExtensionObject encoded, int left) {
        try {
            return one(session, details(encoded), left);
        } catch (UaException e) {
            return result(e.getStatusCode().value());
        } catch (ArchiveException e) {
            LOG.warn("history cannot be changed: {}", e.getMessage());
            return result(StatusCodes.Bad_ResourceUnavailable);
        } catch (RuntimeException e) {
            LOG.error("update of history failed unexpectedly", e);
            return result(StatusCodes.Bad_InternalError);
        }
    }

    private HistoryUpdateDetails details(@Nullable ExtensionObject encoded) throws UaException {
        try {
            Object decoded = encoded == null || encoded.isNull() ? null : encoded.decode(context);
            if (decoded instanceof HistoryUpdateDetails details) {
                return details;
            }
        } catch (RuntimeException e) {
            throw new UaException(StatusCodes.Bad_HistoryOperationInvalid, e);
        }
        throw new UaException(StatusCodes.Bad_HistoryOperationInvalid);
    }

    private HistoryUpdateResult one(Session session, HistoryUpdateDetails details, int left) throws UaException {
        if (details instanceof UpdateDataDetails update) {
            Change change = allowed(session, update.getNodeId(), History.CHANGES_VALUES, Kind.VALUES);
            return result(values.update(change, update, left));
        }
        if (details instanceof UpdateStructureDataDetails update) {
            Change change = allowed(session, update.getNodeId(), History.REMARKS, Kind.ANNOTATIONS);
            return result(remarks.update(change, update, left));
        }
        if (details instanceof DeleteRawModifiedDetails delete) {
            Change change = allowed(session, delete.getNodeId(), History.CHANGES_VALUES, Kind.VALUES);
            return result(values.delete(change, delete, left));
        }
        if (details instanceof DeleteAtTimeDetails delete) {
            Change change = allowed(session, delete.getNodeId(), History.CHANGES_VALUES, Kind.VALUES);
            return result(values.delete(change, delete, left));
        }
        throw new UaException(StatusCodes.Bad_HistoryOperationUnsupported);
    }

    private Change allowed(Session session, @Nullable NodeId id, Role needed, Kind kind) throws UaException {
        HistoricalNode node = id == null ? HistoricalNode.none(false) : nodes.find(id);
        if (node.kind() == Kind.UNKNOWN) {
            throw new UaException(StatusCodes.Bad_NodeIdUnknown);
        }
        if (!Roles.atLeast(session, needed)) {
            LOG.warn("change of history of {} refused: {} lacks the role {}", id, Caller.of(session), needed);
            throw new UaException(StatusCodes.Bad_UserAccessDenied);
        }
        Optional<HistoricalConfig> config = node.kind() == kind ? history.tags().of(node.tag()) : Optional.empty();
        if (config.isEmpty()) {
            throw new UaException(StatusCodes.Bad_HistoryOperationUnsupported);
        }
        return new Change(node, session, Caller.of(session));
    }

    private static HistoryUpdateResult result(long status) {
        return new HistoryUpdateResult(new StatusCode(status), null, null);
    }

    private static HistoryUpdateResult result(List<StatusCode> operations) {
        return new HistoryUpdateResult(StatusCode.GOOD, operations.toArray(StatusCode[]::new), null);
    }
}
