package dev.pollux.server.space;

import dev.pollux.archive.message.Message;
import dev.pollux.server.event.Event;
import dev.pollux.server.event.EventItems;
import dev.pollux.server.event.MessageEvent;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.AddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.AddressSpaceFragment;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.SimpleAddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.EventItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;

/** Takes over the event items, and nothing else, of the Server object. Thread-safe. */
final class ServerEvents implements AddressSpaceFragment {
    /** For a client that leaves it to the server (OPC 10000-4 §7.21). */
    private static final int QUEUE_STANDARD = 1_000;

    private static final int QUEUE_MAX = 10_000;

    /** SystemMessageType of the Pollux model. */
    private static final NodeId MESSAGE_TYPE = new NodeId(2, "SystemMessageType");

    private final EventItems items;

    ServerEvents(OpcUaServer server) {
        items = new EventItems(server);
    }

    /** A message as an event. */
    static Event of(OpcUaServer server, Message message) {
        return new MessageEvent(message, MESSAGE_TYPE, ZoneId.systemDefault(), server.getStaticEncodingContext());
    }

    /** Puts an event into the queues of all that want it. */
    void tell(Event event) {
        items.tell(event);
    }

    /** Event items only: everything else about the Server object stays the stack's. */
    private static final class EventsOfServer extends SimpleAddressSpaceFilter {
        @Override
        protected boolean filterNode(NodeId nodeId) {
            return false;
        }

        @Override
        protected boolean filterMonitoredItem(NodeId nodeId) {
            return nodeId.equals(NodeIds.Server);
        }

        @Override
        public boolean filterOnCreateDataItem(OpcUaServer server, ReadValueId item) {
            return false;
        }

        @Override
        public boolean filterOnModifyDataItem(OpcUaServer server, ReadValueId item) {
            return false;
        }

        @Override
        public boolean filterOnDataItemsCreated(OpcUaServer server, ReadValueId item) {
            return false;
        }

        @Override
        public boolean filterOnDataItemsModified(OpcUaServer server, ReadValueId item) {
            return false;
        }

        @Override
        public boolean filterOnDataItemsDeleted(OpcUaServer server, ReadValueId item) {
            return false;
        }

        @Override
        public boolean filterOnMonitoringModeChanged(OpcUaServer server, ReadValueId item) {
            return item.getNodeId().equals(NodeIds.Server)
                    && AttributeId.EventNotifier.uid().equals(item.getAttributeId());
        }
    }

    @Override
    public AddressSpaceFilter getFilter() {
        return new EventsOfServer();
    }

    @Override
    public RevisedEventItemParameters onCreateEventItem(ReadValueId item, UInteger queueSize) {
        return revised(queueSize);
    }

    @Override
    public RevisedEventItemParameters onModifyEventItem(ReadValueId item, UInteger queueSize) {
        return revised(queueSize);
    }

    private static RevisedEventItemParameters revised(UInteger asked) {
        long size = asked.longValue() == 0 ? QUEUE_STANDARD : Math.min(asked.longValue(), QUEUE_MAX);
        return new RevisedEventItemParameters(Unsigned.uint(size));
    }

    @Override
    public void onEventItemsCreated(List<EventItem> created) {
        items.put(created);
    }

    @Override
    public void onEventItemsModified(List<EventItem> modified) {
        items.put(modified);
    }

    @Override
    public void onEventItemsDeleted(List<EventItem> deleted) {
        items.remove(deleted);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> changed) {
        // The mode is looked at whenever there is an event.
    }

    @Override
    public void onDataItemsCreated(List<DataItem> dataItems) {
        // Not of this fragment.
    }

    @Override
    public void onDataItemsModified(List<DataItem> dataItems) {
        // Not of this fragment.
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> dataItems) {
        // Not of this fragment.
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
