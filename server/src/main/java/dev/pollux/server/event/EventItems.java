package dev.pollux.server.event;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.EventItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredEventItem;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients' event items. The stack fills them from nodes, of which it would need one for each event; here fields go
 * straight into their queues. The stack has no door for that, so its filter and its queue are reached through method
 * handles. Thread-safe.
 */
public final class EventItems {
    private static final Logger LOG = LoggerFactory.getLogger(EventItems.class);
    private static final MethodHandle ENQUEUE;
    private static final VarHandle FILTER;

    static {
        try {
            MethodHandles.Lookup inside =
                    MethodHandles.privateLookupIn(MonitoredEventItem.class, MethodHandles.lookup());
            ENQUEUE = inside.findVirtual(
                    MonitoredEventItem.class, "enqueue", MethodType.methodType(void.class, Variant[].class));
            FILTER = inside.findVarHandle(MonitoredEventItem.class, "filter", EventFilter.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final OpcUaServer server;
    private final Map<MonitoredEventItem, EventSelection> items = new ConcurrentHashMap<>();

    public EventItems(OpcUaServer server) {
        this.server = server;
    }

    /** Takes new items, or items whose filter has changed. */
    public void put(List<EventItem> changed) {
        for (EventItem each : changed) {
            if (each instanceof MonitoredEventItem item) {
                try {
                    items.put(item, new EventSelection(server, (EventFilter) FILTER.getVolatile(item)));
                } catch (UaException e) {
                    // The client was told by the filter result that its where clause is wrong.
                    items.remove(item);
                    LOG.debug("an event item with a wrong where clause gets nothing", e);
                }
            }
        }
    }

    /** Forgets items. */
    public void remove(List<EventItem> gone) {
        gone.forEach(items::remove);
    }

    /** Puts an event into the queues of all that want it. */
    public void tell(Event event) {
        items.forEach((item, selection) -> {
            if (item.isSamplingEnabled()) {
                selection.of(event).ifPresent(fields -> enqueue(item, fields));
            }
        });
    }

    private static void enqueue(MonitoredEventItem item, Variant[] fields) {
        try {
            ENQUEUE.invokeExact(item, fields);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException("the stack's queue throws what it does not declare", impossible);
        }
    }
}
