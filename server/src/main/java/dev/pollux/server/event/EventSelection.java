package dev.pollux.server.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;

/** An event filter (OPC 10000-4 §7.22.3), understood once and used for many events. Immutable. */
public final class EventSelection {
    private static final int CLAUSES_MAX = 1_000;

    private final List<EventField> fields;
    private final WhereClause where;
    private final BiPredicate<NodeId, NodeId> isOf;

    /**
     * Of a client's filter.
     *
     * @throws UaException Bad_EventFilterInvalid if nothing is selected or the where clause is wrong
     */
    public EventSelection(OpcUaServer server, EventFilter filter) throws UaException {
        SimpleAttributeOperand[] clauses = filter.getSelectClauses();
        if (clauses == null || clauses.length == 0 || clauses.length > CLAUSES_MAX) {
            throw new UaException(StatusCodes.Bad_EventFilterInvalid);
        }
        if (Arrays.stream(clauses).noneMatch(each -> EventField.check(each).isGood())) {
            throw new UaException(StatusCodes.Bad_EventFilterInvalid);
        }
        fields = Arrays.stream(clauses).map(EventField::of).toList();
        isOf = (type, base) -> isOf(server, type, base);
        where = new WhereClause(server, isOf, filter.getWhereClause());
    }

    private static boolean isOf(OpcUaServer server, NodeId type, NodeId base) {
        return type.equals(base)
                || base.equals(NodeIds.BaseEventType)
                || server.getObjectTypeTree().isSubtypeOf(type, base);
    }

    /** The selected fields of an event; empty if it is not wanted. What the event does not have is null. */
    public Optional<Variant[]> of(Event event) {
        if (!where.matches(event)) {
            return Optional.empty();
        }
        return Optional.of(fields.stream()
                .map(field -> field.of(event, isOf))
                .map(value -> value == null ? Variant.NULL_VALUE : new Variant(value))
                .toArray(Variant[]::new));
    }
}
