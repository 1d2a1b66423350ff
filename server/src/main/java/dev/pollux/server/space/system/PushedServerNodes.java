package dev.pollux.server.space.system;

import dev.pollux.server.space.nodeset.PushedItems;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.server.AddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.AddressSpaceFragment;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.SimpleAddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;

/**
 * Takes over the monitored items, and nothing else, of some nodes of the Server object: the stack would sample these
 * nodes every 100 ms, but clients move to the other station by what they say.
 */
final class PushedServerNodes implements AddressSpaceFragment {
    private final PushedItems items;
    private final AddressSpaceFilter filter;

    PushedServerNodes(OpcUaServer server, Set<NodeId> nodes) {
        items = new PushedItems(server, id -> false);
        filter = SimpleAddressSpaceFilter.create(id -> false, nodes::contains);
    }

    void push(Collection<NodeId> changed) {
        items.push(changed);
    }

    boolean anyUnsent(Collection<NodeId> nodes) {
        return items.anyUnsent(nodes);
    }

    @Override
    public AddressSpaceFilter getFilter() {
        return filter;
    }

    @Override
    public void onDataItemsCreated(List<DataItem> dataItems) {
        items.created(dataItems);
    }

    @Override
    public void onDataItemsModified(List<DataItem> dataItems) {
        // Every change is pushed, whatever the sampling interval.
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> dataItems) {
        items.deleted(dataItems);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> monitoredItems) {
        items.modeChanged(monitoredItems);
    }

    @Override
    public List<DataValue> read(
            ReadContext context, Double maxAge, TimestampsToReturn timestamps, List<ReadValueId> readValueIds) {
        return Collections.nCopies(readValueIds.size(), new DataValue(StatusCodes.Bad_NodeIdUnknown));
    }

    @Override
    public List<StatusCode> write(WriteContext context, List<WriteValue> writeValues) {
        return Collections.nCopies(writeValues.size(), new StatusCode(StatusCodes.Bad_NodeIdUnknown));
    }

    @Override
    public List<ReferenceResult> browse(BrowseContext context, ViewDescription view, List<NodeId> nodeIds) {
        return Collections.nCopies(nodeIds.size(), ReferenceResult.unknown());
    }

    @Override
    public ReferenceResult.ReferenceList gather(BrowseContext context, ViewDescription view, NodeId nodeId) {
        return ReferenceResult.of(List.of());
    }
}
