package dev.pollux.server.space.nodeset;

import dev.pollux.nodesets.NodeReference;
import dev.pollux.nodesets.NodeSet;
import dev.pollux.nodesets.UADataType;
import dev.pollux.nodesets.UANode;
import dev.pollux.nodesets.UAObjectType;
import dev.pollux.nodesets.UAReferenceType;
import dev.pollux.nodesets.UAVariableType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;

/**
 * The namespace of one model with all its nodes. Values are pushed to monitored items when they are set. Clients can
 * write only where a {@link ValueWriter} is attached; a method without a handler answers Bad_NotImplemented.
 * Thread-safe after {@link #startup()}.
 */
public final class NodeSetSpace extends ManagedNamespaceWithLifecycle {
    private final NodeSet set;
    private final PushedItems items;
    private final Map<NodeId, ValueWriter> writers = new ConcurrentHashMap<>();
    private final Set<NodeId> perSession = ConcurrentHashMap.newKeySet();

    /** Takes what a client writes to a variable. */
    @FunctionalInterface
    public interface ValueWriter {
        /** The outcome of writing a value; may wait a bounded time. */
        StatusCode write(@Nullable Session session, @Nullable Object value);
    }

    /**
     * Adds the model's namespace to the server's table and makes all its nodes. Call {@link #startup()} afterwards.
     *
     * @param server must have the namespaces of all required models
     * @param set exactly one model
     * @throws NodeSetFault if the set does not fit to this server
     */
    public NodeSetSpace(OpcUaServer server, NodeSet set) {
        super(server, onlyModel(set).uri());
        this.set = set;
        items = new PushedItems(server, perSession::contains);
        load();
    }

    private static NodeSet.Model onlyModel(NodeSet set) {
        if (set.models().size() != 1) {
            throw new NodeSetFault(set.file() + ": must define exactly one model, not "
                    + set.models().size());
        }
        return set.models().get(0);
    }

    private void load() {
        NodeSetIds ids = new NodeSetIds(set, getServer().getNamespaceTable());
        NodeSetNodes nodes = new NodeSetNodes(getNodeContext(), ids, DateTime.now());
        for (UANode each : set.nodes()) {
            NodeId id = ids.id(each.id());
            if (!id.getNamespaceIndex().equals(getNamespaceIndex())) {
                throw new NodeSetFault(set.file() + ":" + each.header().line() + ": node " + each.id()
                        + " is not in the model's own namespace");
            }
            getNodeManager().addNode(nodes.node(each));
            for (NodeReference reference : each.header().references()) {
                getNodeManager()
                        .addReferences(
                                new Reference(
                                        id,
                                        ids.id(reference.type()),
                                        ids.id(reference.target()).expanded(),
                                        reference.forward()),
                                getServer().getNamespaceTable());
            }
        }
    }

    /** Lets the server see the types of this model; call once after {@link #startup()}. */
    public void announceTypes() {
        if (has(UAReferenceType.class)) {
            getServer().updateReferenceTypeTree();
        }
        if (has(UADataType.class)) {
            getServer().updateDataTypeTree();
        }
        if (has(UAObjectType.class)) {
            getServer().updateObjectTypeTree();
        }
        if (has(UAVariableType.class)) {
            getServer().updateVariableTypeTree();
        }
    }

    private boolean has(Class<? extends UANode> kind) {
        return set.nodes().stream().anyMatch(kind::isInstance);
    }

    /** NodeId of this namespace with a string identifier. */
    public NodeId id(String identifier) {
        return newNodeId(identifier);
    }

    /**
     * A variable of this namespace.
     *
     * @throws IllegalArgumentException if there is none with this NodeId
     */
    public UaVariableNode variable(NodeId id) {
        if (getNodeManager().get(id) instanceof UaVariableNode variable) {
            return variable;
        }
        throw new IllegalArgumentException(id.toParseableString() + " is no variable of " + getNamespaceUri());
    }

    /** Marks a variable whose value depends on the session that reads it. */
    public void answeredPerSession(NodeId id) {
        perSession.add(id);
    }

    /** Attaches what is called when a client calls a method. */
    public void attach(NodeId method, MethodInvocationHandler handler) {
        if (getNodeManager().get(method) instanceof UaMethodNode node) {
            node.setInvocationHandler(handler);
        } else {
            throw new IllegalArgumentException(method.toParseableString() + " is no method of " + getNamespaceUri());
        }
    }

    /** Attaches what takes the values that clients write to a variable. */
    public void attachWriter(NodeId variable, ValueWriter writer) {
        writers.put(variable(variable).getNodeId(), writer);
    }

    /** Sets values and pushes those that differ from before; one caller after the other. */
    public synchronized void set(Map<NodeId, DataValue> values) {
        List<NodeId> changed = new ArrayList<>();
        values.forEach((id, value) -> {
            UaVariableNode node = variable(id);
            DataValue before = node.getValue();
            if (!before.value().equals(value.value()) || !before.statusCode().equals(value.statusCode())) {
                node.setValue(value);
                changed.add(id);
            }
        });
        items.push(changed);
    }

    /** Adds a node made at run time, with its references in both directions. */
    public void add(UaNode node, Collection<Reference> references) {
        getNodeManager().addNode(node);
        references.forEach(reference ->
                getNodeManager().addReferences(reference, getServer().getNamespaceTable()));
    }

    @Override
    public List<StatusCode> write(WriteContext context, List<WriteValue> writeValues) {
        return writeValues.stream()
                .map(value -> write(context.getSession().orElse(null), value))
                .toList();
    }

    private StatusCode write(@Nullable Session session, WriteValue value) {
        if (!getNodeManager().containsNode(value.getNodeId())) {
            return new StatusCode(StatusCodes.Bad_NodeIdUnknown);
        }
        ValueWriter writer = writers.get(value.getNodeId());
        if (writer == null || !AttributeId.Value.uid().equals(value.getAttributeId())) {
            return new StatusCode(StatusCodes.Bad_NotWritable);
        }
        DataValue data = value.getValue();
        boolean part = value.getIndexRange() != null && !value.getIndexRange().isEmpty();
        if (part || present(data.sourceTime()) || present(data.serverTime())) {
            return new StatusCode(StatusCodes.Bad_WriteNotSupported);
        }
        Variant variant = data.value();
        return writer.write(session, variant.value());
    }

    /** The stack decodes a time stamp that was not sent as the null time. */
    private static boolean present(@Nullable DateTime time) {
        return time != null && time.isNotNull();
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
}
