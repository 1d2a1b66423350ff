package dev.pollux.server.space.nodeset;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.sdk.server.AddressSpace.ReadContext;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.items.BaseMonitoredItem;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;

/**
 * Monitored items of nodes that tell when they change, so that nothing is sampled: a change is in the items' queues
 * when {@link #push} returns. Meant for nodes that change a few times a second. Thread-safe.
 */
public final class PushedItems {
    private final OpcUaServer server;
    private final Predicate<NodeId> perSession;
    private final Map<NodeId, Set<DataItem>> items = new ConcurrentHashMap<>();

    /**
     * For a server.
     *
     * @param perSession nodes whose value depends on who reads
     */
    public PushedItems(OpcUaServer server, Predicate<NodeId> perSession) {
        this.server = server;
        this.perSession = perSession;
    }

    /** New items get the current value at once. */
    public synchronized void created(List<DataItem> created) {
        for (DataItem item : created) {
            items.computeIfAbsent(item.getReadValueId().getNodeId(), id -> ConcurrentHashMap.newKeySet())
                    .add(item);
            refresh(item, null);
        }
    }

    /** Deleted items are forgotten. */
    public synchronized void deleted(List<DataItem> deleted) {
        for (DataItem item : deleted) {
            items.computeIfPresent(item.getReadValueId().getNodeId(), (id, set) -> {
                set.remove(item);
                return set.isEmpty() ? null : set;
            });
        }
    }

    /** Items that were enabled get the current value. */
    public synchronized void modeChanged(List<MonitoredItem> changed) {
        for (MonitoredItem item : changed) {
            if (item instanceof DataItem data) {
                refresh(data, null);
            }
        }
    }

    /** Reads the nodes anew and hands their values to all their items. Serialized, so that no old value overtakes. */
    public synchronized void push(Collection<NodeId> changed) {
        for (NodeId id : changed) {
            Set<DataItem> watchers = items.get(id);
            if (watchers == null) {
                continue;
            }
            DataValue shared = perSession.test(id) ? null : read(plain(id), null);
            for (DataItem item : watchers) {
                refresh(item, isPlain(item) ? shared : null);
            }
        }
    }

    /** Whether a reporting item of one of these nodes still holds a value that was not sent. */
    public boolean anyUnsent(Collection<NodeId> nodes) {
        return nodes.stream()
                .flatMap(id -> items.getOrDefault(id, Set.of()).stream())
                .anyMatch(item -> item instanceof BaseMonitoredItem<?> base
                        && base.getMonitoringMode() == MonitoringMode.Reporting
                        && base.hasNotifications());
    }

    private void refresh(DataItem item, @Nullable DataValue shared) {
        if (item.isSamplingEnabled()) {
            item.setValue(shared != null ? shared : read(item.getReadValueId(), item.getSession()));
        }
    }

    private DataValue read(ReadValueId what, @Nullable Session session) {
        return server.getAddressSpaceManager()
                .read(new ReadContext(server, session), 0.0, TimestampsToReturn.Both, List.of(what))
                .get(0);
    }

    private static ReadValueId plain(NodeId id) {
        return new ReadValueId(id, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE);
    }

    private static boolean isPlain(DataItem item) {
        ReadValueId what = item.getReadValueId();
        boolean whole = what.getIndexRange() == null || what.getIndexRange().isEmpty();
        boolean plainEncoding =
                what.getDataEncoding() == null || what.getDataEncoding().isNull();
        return whole && plainEncoding && AttributeId.Value.uid().equals(what.getAttributeId());
    }
}
