package dev.pollux.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Variables that count the steps of a grid aligned to the epoch: value n has the source time n x grid. Two servers on
 * one machine so have the same samples with the same stamps, and a missing step is a missing number.
 */
final class CountingNamespace extends ManagedNamespaceWithLifecycle {
    static final String URI = "urn:test:counting";
    static final Duration GRID = Duration.ofMillis(50);

    private final Map<UInteger, DataItem> items = new ConcurrentHashMap<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile boolean running = true;
    private volatile boolean holding;

    CountingNamespace(OpcUaServer server, int counters) {
        super(server, URI);
        getLifecycleManager().addStartupTask(() -> addNodes(counters));
        Thread ticker = new Thread(this::tick, "test-grid");
        ticker.setDaemon(true);
        getLifecycleManager().addStartupTask(ticker::start);
        getLifecycleManager().addShutdownTask(() -> {
            running = false;
            release.countDown();
        });
    }

    private void addNodes(int counters) {
        UaFolderNode folder = new UaFolderNode(
                getNodeContext(),
                newNodeId("Counters"),
                newQualifiedName("Counters"),
                LocalizedText.english("Counters"));
        getNodeManager().addNode(folder);
        folder.addReference(
                new Reference(folder.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), false));
        for (int i = 0; i < counters; i++) {
            UaVariableNode counter = variable("Counter" + i, NodeIds.Int64, AccessLevel.READ_ONLY);
            counter.getFilterChain().addLast(new AttributeFilter() {
                @Override
                public Object getAttribute(AttributeFilterContext context, AttributeId attribute) {
                    return attribute == AttributeId.Value ? sample(step()) : context.getAttribute(attribute);
                }
            });
            folder.addOrganizes(counter);
        }
        UaVariableNode setpoint = variable("Setpoint", NodeIds.Double, AccessLevel.READ_WRITE);
        setpoint.setValue(new DataValue(Variant.of(0.0)));
        folder.addOrganizes(setpoint);
        UaVariableNode slow = variable("SlowSetpoint", NodeIds.Double, AccessLevel.READ_WRITE);
        slow.setValue(new DataValue(Variant.of(0.0)));
        slow.getFilterChain().addLast(new AttributeFilter() {
            @Override
            public void setAttribute(AttributeFilterContext context, AttributeId attribute, Object value) {
                if (context.getSession().isPresent()) {
                    writes.incrementAndGet();
                    await();
                }
            }

            @Override
            public Object getAttribute(AttributeFilterContext context, AttributeId attribute) {
                if (attribute == AttributeId.Value && context.getSession().isPresent()) {
                    writes.incrementAndGet();
                    await();
                }
                return context.getAttribute(attribute);
            }
        });
        folder.addOrganizes(slow);
    }

    private UaVariableNode variable(String name, NodeId type, Set<AccessLevel> access) {
        UaVariableNode node = new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
                .setNodeId(newNodeId(name))
                .setBrowseName(newQualifiedName(name))
                .setDisplayName(LocalizedText.english(name))
                .setDataType(type)
                .setAccessLevel(access)
                .setUserAccessLevel(access)
                .setTypeDefinition(NodeIds.BaseDataVariableType)
                .build();
        getNodeManager().addNode(node);
        return node;
    }

    private void await() {
        if (!holding) {
            return;
        }
        try {
            var unused = release.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Requests that have reached the slow variable. */
    int slowRequests() {
        return writes.get();
    }

    /** From now on the slow variable does not answer. */
    void hold() {
        holding = true;
    }

    private static long step() {
        return System.currentTimeMillis() / GRID.toMillis();
    }

    private DataValue sample(long step) {
        DateTime time = new DateTime(Instant.ofEpochMilli(step * GRID.toMillis()));
        return new DataValue(Variant.of(step), StatusCode.GOOD, time, DateTime.now());
    }

    // Never leaves out a step, not even after having been stopped for a while.
    private void tick() {
        long last = step();
        while (running) {
            long now = step();
            while (last < now) {
                last++;
                DataValue sample = sample(last);
                items.values().stream().filter(DataItem::isSamplingEnabled).forEach(item -> item.setValue(sample));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Override
    public void onDataItemsCreated(List<DataItem> created) {
        created.stream()
                .filter(item -> item.getReadValueId()
                        .getNodeId()
                        .getIdentifier()
                        .toString()
                        .startsWith("Counter"))
                .forEach(item -> items.put(item.getId(), item));
    }

    @Override
    public void onDataItemsModified(List<DataItem> modified) {}

    @Override
    public void onDataItemsDeleted(List<DataItem> deleted) {
        deleted.forEach(item -> items.remove(item.getId()));
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> changed) {}
}
