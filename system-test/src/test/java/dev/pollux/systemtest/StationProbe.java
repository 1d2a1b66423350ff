package dev.pollux.systemtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/** A plain OPC UA session to one station: the independent witness of what that station has and says. */
final class StationProbe implements AutoCloseable {
    private static final int PROJECT_NAMESPACE = 3;
    private static final int POLLUX_NAMESPACE = 2;

    private final OpcUaClient client;
    private final Map<String, TreeSet<Instant>> sampled = new ConcurrentHashMap<>();

    private StationProbe(OpcUaClient client) {
        this.client = client;
    }

    static StationProbe connect(String url) {
        try {
            OpcUaClient client = OpcUaClient.create(
                    url,
                    endpoints -> endpoints.stream().findFirst(),
                    transport -> {},
                    config -> config.setRequestTimeout(Unsigned.uint(5_000)));
            client.connect();
            return new StationProbe(client);
        } catch (UaException e) {
            throw new IllegalStateException("cannot connect to " + url, e);
        }
    }

    /** Connects to a port of this machine that leads to a station, whatever host that station names itself. */
    static StationProbe connectThrough(int port, String path) {
        return connectThrough(port, path, 5_000);
    }

    /** The same, with another bound on requests. */
    static StationProbe connectThrough(int port, String path, int requestMillis) {
        try {
            OpcUaClient client = OpcUaClient.create(
                    "opc.tcp://localhost:" + port + path,
                    endpoints -> endpoints.stream()
                            .filter(each -> SecurityPolicy.None.getUri().equals(each.getSecurityPolicyUri()))
                            .findFirst()
                            .map(each -> EndpointUtil.updateUrl(each, "localhost", port)),
                    transport -> {},
                    config -> config.setRequestTimeout(Unsigned.uint(requestMillis))
                            .setKeepAliveTimeout(Unsigned.uint(requestMillis)));
            client.connect();
            return new StationProbe(client);
        } catch (UaException e) {
            throw new IllegalStateException("cannot connect to a station through port " + port, e);
        }
    }

    /** Value of a node of the Pollux namespace. */
    Object value(String node) {
        return String.valueOf(read(new NodeId(POLLUX_NAMESPACE, node)).value().value());
    }

    DataValue dataValue(String node) {
        return read(new NodeId(POLLUX_NAMESPACE, node));
    }

    int serviceLevel() {
        Object level = read(new NodeId(0, 2267)).value().value();
        return level instanceof UByte number ? number.intValue() : -1;
    }

    private DataValue read(NodeId node) {
        try {
            return client.readValues(0, TimestampsToReturn.Both, List.of(node)).get(0);
        } catch (UaException e) {
            throw new IllegalStateException("cannot read " + node, e);
        }
    }

    /** Sends a write of a tag of the project, and does not wait for what becomes of it. */
    CompletableFuture<StatusCode> write(String tag, Object value) {
        return client.writeValuesAsync(
                        List.of(new NodeId(PROJECT_NAMESPACE, tag)),
                        List.of(DataValue.valueOnly(new Variant(value))))
                .thenApply(results -> results.get(0));
    }

    /** Records the instants of all samples of these tags from now on. */
    void record(List<String> tags) {
        try {
            OpcUaSubscription subscription = new OpcUaSubscription(client, 100.0);
            subscription.create();
            List<OpcUaMonitoredItem> items = new ArrayList<>();
            for (String tag : tags) {
                OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(new NodeId(PROJECT_NAMESPACE, tag));
                item.setSamplingInterval(100.0);
                item.setQueueSize(Unsigned.uint(100));
                TreeSet<Instant> instants = new TreeSet<>();
                sampled.put(tag, instants);
                item.setDataValueListener((each, value) -> {
                    synchronized (instants) {
                        instants.add(SampleTime.of(value));
                    }
                });
                items.add(item);
            }
            subscription.addMonitoredItems(items);
            subscription.createMonitoredItems();
        } catch (UaException e) {
            throw new IllegalStateException("cannot subscribe", e);
        }
    }

    /** Instants that this station has sampled, in an interval, open at its start. */
    List<Instant> sampled(String tag, Instant after, Instant until) {
        if (!until.isAfter(after)) {
            return List.of();
        }
        TreeSet<Instant> instants = sampled.getOrDefault(tag, new TreeSet<>());
        synchronized (instants) {
            return List.copyOf(instants.subSet(after, false, until, true));
        }
    }

    /** How long ago the newest sample of a tag was taken. */
    Duration age(String tag) {
        TreeSet<Instant> instants = sampled.getOrDefault(tag, new TreeSet<>());
        synchronized (instants) {
            return instants.isEmpty() ? Duration.ofDays(1) : Duration.between(instants.last(), Instant.now());
        }
    }

    @Override
    public void close() {
        var unused = client.disconnectAsync();
    }
}
