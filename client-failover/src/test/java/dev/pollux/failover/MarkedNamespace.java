package dev.pollux.failover;

import java.util.List;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** The node of a Pollux station that names the default master. */
final class MarkedNamespace extends ManagedNamespaceWithLifecycle {
    private static final String NAME = "Pollux/Redundancy/DefaultMaster";

    MarkedNamespace(OpcUaServer server, String master) {
        super(server, PolluxMasterLookup.NAMESPACE);
        getLifecycleManager().addStartupTask(() -> {
            UaVariableNode node = new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
                    .setNodeId(newNodeId(NAME))
                    .setBrowseName(newQualifiedName(NAME))
                    .setDisplayName(LocalizedText.english(NAME))
                    .setDataType(NodeIds.String)
                    .setTypeDefinition(NodeIds.BaseDataVariableType)
                    .build();
            node.setValue(new DataValue(Variant.of(master)));
            getNodeManager().addNode(node);
        });
    }

    @Override
    public void onDataItemsCreated(List<DataItem> items) {}

    @Override
    public void onDataItemsModified(List<DataItem> items) {}

    @Override
    public void onDataItemsDeleted(List<DataItem> items) {}

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {}
}
