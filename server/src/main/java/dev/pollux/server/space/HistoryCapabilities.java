package dev.pollux.server.space;

import dev.pollux.server.history.EventHistory;
import dev.pollux.server.history.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** HistoryServerCapabilities of namespace 0 (OPC 10000-11 §5.4.2), which the stack leaves empty. */
final class HistoryCapabilities {
    private static final NodeId SERVER_TIMESTAMP_SUPPORTED = new NodeId(0, 19091);

    private HistoryCapabilities() {}

    /** Says what this server can do. */
    static void tell(OpcUaServer server, Optional<History> history, boolean events) {
        boolean offered = history.isPresent();
        Map<NodeId, Object> values = new HashMap<>();
        for (NodeId can : List.of(
                NodeIds.HistoryServerCapabilities_AccessHistoryDataCapability,
                NodeIds.HistoryServerCapabilities_InsertDataCapability,
                NodeIds.HistoryServerCapabilities_ReplaceDataCapability,
                NodeIds.HistoryServerCapabilities_UpdateDataCapability,
                NodeIds.HistoryServerCapabilities_DeleteRawCapability,
                NodeIds.HistoryServerCapabilities_DeleteAtTimeCapability,
                NodeIds.HistoryServerCapabilities_InsertAnnotationCapability,
                SERVER_TIMESTAMP_SUPPORTED)) {
            values.put(can, offered);
        }
        for (NodeId cannot : List.of(
                NodeIds.HistoryServerCapabilities_InsertEventCapability,
                NodeIds.HistoryServerCapabilities_ReplaceEventCapability,
                NodeIds.HistoryServerCapabilities_UpdateEventCapability,
                NodeIds.HistoryServerCapabilities_DeleteEventCapability)) {
            values.put(cannot, false);
        }
        values.put(
                NodeIds.HistoryServerCapabilities_MaxReturnDataValues,
                Unsigned.uint(history.map(each -> each.limits().valuesPerNode()).orElse(0)));
        values.put(NodeIds.HistoryServerCapabilities_AccessHistoryEventsCapability, events);
        values.put(
                NodeIds.HistoryServerCapabilities_MaxReturnEventValues,
                Unsigned.uint(events ? EventHistory.EVENTS_MAX : 0));
        values.forEach((id, value) -> set(server, id, value));
        if (offered) {
            organize(server, NodeIds.HistoryServerCapabilities_AggregateFunctions);
            organize(server, NodeIds.Server_ServerCapabilities_AggregateFunctions);
        }
    }

    private static void set(OpcUaServer server, NodeId id, Object value) {
        server.getAddressSpaceManager()
                .getManagedNode(id)
                .filter(UaVariableNode.class::isInstance)
                .map(UaVariableNode.class::cast)
                .ifPresent(node -> node.setValue(new DataValue(new Variant(value))));
    }

    private static void organize(OpcUaServer server, NodeId folder) {
        for (NodeId aggregate : HistoryNodes.aggregates()) {
            server.getOpcUaNamespace()
                    .getNodeManager()
                    .addReferences(
                            new Reference(folder, NodeIds.Organizes, aggregate.expanded(), true),
                            server.getNamespaceTable());
        }
    }
}
