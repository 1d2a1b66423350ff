package dev.pollux.server.space;

import dev.pollux.server.history.HistoricalNodes.HistoricalNode;
import dev.pollux.server.history.History;
import dev.pollux.server.project.Project;
import dev.pollux.server.tag.SampleSink;
import dev.pollux.server.tag.TagSample;
import dev.pollux.server.tag.TagTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.core.NumericRange;
import org.eclipse.milo.opcua.sdk.server.AddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.AddressSpaceFragment;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.SimpleAddressSpaceFilter;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The project's namespace, answered straight from the tag table: no node objects, a few dozen bytes per tag. Areas are
 * folders {@code s=/<path>}, tags are variables {@code s=<tag name>} with the properties {@code s=<tag name>#EURange}
 * and {@code #EngineeringUnits}. As a {@link SampleSink} it pushes samples to monitored items. Thread-safe.
 */
public final class TagSpace implements AddressSpaceFragment, SampleSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TagSpace.class);

    private final UShort namespace;
    private final TagNodes nodes;
    private final TagAttributes attributes;
    private final TagItems items;
    private final TagWrites writes;
    private final AddressSpaceFilter filter;

    /**
     * Builds the space; the caller registers it.
     *
     * @param namespace index of the project's namespace
     * @param project areas and name
     * @param table current values
     * @param writer does the writes
     * @param outcomeWait how long a client's write waits for its outcome before it is answered Bad_Timeout
     * @param history of the tags
     */
    public TagSpace(
            UShort namespace,
            Project project,
            TagTable table,
            TagWriter writer,
            Duration outcomeWait,
            Optional<History> history) {
        this.namespace = namespace;
        HistoryNodes historyNodes = new HistoryNodes(namespace, history);
        nodes = new TagNodes(namespace, project.name(), project.areas(), table, historyNodes);
        attributes = new TagAttributes(namespace, nodes, table, historyNodes);
        items = new TagItems(table);
        writes = new TagWrites(table, writer, outcomeWait, nodes::tagOf);
        filter = SimpleAddressSpaceFilter.create(id -> id.getNamespaceIndex().equals(namespace));
    }

    @Override
    public AddressSpaceFilter getFilter() {
        return filter;
    }

    @Override
    public void accept(List<TagSample> batch) {
        items.accept(batch);
    }

    /** What history a NodeId has; knows its own namespace only. */
    HistoricalNode historical(NodeId id) {
        return id.getNamespaceIndex().equals(namespace) ? nodes.historical(id) : HistoricalNode.none(false);
    }

    /** How many monitored items watch a tag. */
    public int itemCount(int tag) {
        return items.count(tag);
    }

    @Override
    public List<ReferenceResult> browse(BrowseContext context, ViewDescription view, List<NodeId> nodeIds) {
        List<ReferenceResult> results = new ArrayList<>(nodeIds.size());
        for (NodeId id : nodeIds) {
            TagNodes.Place place = nodes.find(id);
            results.add(place == null ? ReferenceResult.unknown() : ReferenceResult.of(nodes.references(place)));
        }
        return results;
    }

    @Override
    public ReferenceResult.ReferenceList gather(BrowseContext context, ViewDescription view, NodeId nodeId) {
        return ReferenceResult.of(
                NodeIds.ObjectsFolder.equals(nodeId)
                        ? List.of(TagNodes.reference(nodeId, NodeIds.Organizes, nodes.areaId(TagNodes.ROOT), true))
                        : List.of());
    }

    @Override
    public List<DataValue> read(
            ReadContext context, Double maxAge, TimestampsToReturn timestamps, List<ReadValueId> readValueIds) {
        DateTime now = DateTime.now();
        List<DataValue> values = new ArrayList<>(readValueIds.size());
        for (ReadValueId each : readValueIds) {
            values.add(readOne(context, each, timestamps, now));
        }
        return values;
    }

    /** The stack never answers a request whose handler throws; a fault in one value must stay with that value. */
    private DataValue readOne(ReadContext context, ReadValueId what, TimestampsToReturn timestamps, DateTime now) {
        try {
            return attributes.read(context.getSession().orElse(null), what, timestamps, now);
        } catch (RuntimeException e) {
            LOG.error("read of {} failed unexpectedly", what.getNodeId().toParseableString(), e);
            return new DataValue(StatusCodes.Bad_UnexpectedError);
        }
    }

    @Override
    public List<StatusCode> write(WriteContext context, List<WriteValue> writeValues) {
        return writes.write(context.getSession().orElse(null), writeValues);
    }

    @Override
    public void onDataItemsCreated(List<DataItem> dataItems) {
        for (DataItem item : dataItems) {
            int tag = watchedTag(item);
            if (tag < 0) {
                setOnce(item);
                continue;
            }
            String range = item.getReadValueId().getIndexRange();
            try {
                items.add(tag, item, range == null || range.isEmpty() ? null : NumericRange.parse(range));
            } catch (UaException e) {
                item.setQuality(new StatusCode(StatusCodes.Bad_IndexRangeInvalid));
            }
        }
    }

    @Override
    public void onDataItemsModified(List<DataItem> dataItems) {
        for (DataItem item : dataItems) {
            int tag = watchedTag(item);
            if (tag >= 0) {
                items.modified(tag, item);
            }
        }
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> dataItems) {
        for (DataItem item : dataItems) {
            int tag = watchedTag(item);
            if (tag >= 0) {
                items.remove(tag, item);
            }
        }
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> monitoredItems) {
        for (MonitoredItem item : monitoredItems) {
            int tag = watchedTag(item);
            if (tag >= 0) {
                items.modeChanged(tag, item);
            } else if (item instanceof DataItem data && item.isSamplingEnabled()) {
                setOnce(data);
            }
        }
    }

    /** The tag whose value is watched; negative if the item watches anything else, which never changes. */
    private int watchedTag(MonitoredItem item) {
        ReadValueId what = item.getReadValueId();
        return AttributeId.Value.uid().equals(what.getAttributeId()) ? nodes.tagOf(what.getNodeId()) : TagNodes.NO_TAG;
    }

    private void setOnce(DataItem item) {
        item.setValue(
                attributes.read(item.getSession(), item.getReadValueId(), TimestampsToReturn.Both, DateTime.now()));
    }

    @Override
    public void close() {
        items.close();
    }

    /** Adds the space to a server. */
    void register(OpcUaServer server) {
        server.getAddressSpaceManager().register(this);
    }
}
