package dev.pollux.systemtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEvent;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/** A plain OPC UA session to one station: the independent witness of what that station has and says. */
final class StationProbe implements AutoCloseable {
    private static final int PROJECT_NAMESPACE = 3;
    private static final int POLLUX_NAMESPACE = 2;

    private static final int HISTORY_MAX = 10_000;

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

    /** An instant of the Pollux namespace; the beginning of time if there is none. */
    Instant instant(String node) {
        return dataValue(node).value().value() instanceof DateTime time ? time.getJavaInstant() : Instant.MIN;
    }

    /** What the station's own archive is not complete for, one line each. */
    List<String> gaps() {
        return dataValue("Pollux/Archive/CoverageGapList").value().value() instanceof String[] lines
                ? List.of(lines)
                : List.of();
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
    CompletableFuture<StatusCode> command(String tag, Object value) {
        return client.writeValuesAsync(
                        List.of(new NodeId(PROJECT_NAMESPACE, tag)), List.of(DataValue.valueOnly(new Variant(value))))
                .thenApply(results -> results.get(0));
    }

    /** Writes a node of the Pollux namespace. */
    void write(String node, Object value) {
        try {
            StatusCode code = client.writeValues(
                            List.of(new NodeId(POLLUX_NAMESPACE, node)),
                            List.of(DataValue.valueOnly(Variant.of(value))))
                    .get(0);
            if (!code.isGood()) {
                throw new IllegalStateException("cannot write " + node + ": " + code);
            }
        } catch (UaException e) {
            throw new IllegalStateException("cannot write " + node, e);
        }
    }

    /** What the station answers for the past of a tag: one line for each value, with time and status. */
    List<String> history(String tag, Instant from, Instant until) {
        ReadRawModifiedDetails span = new ReadRawModifiedDetails(
                false, new DateTime(from), new DateTime(until), Unsigned.uint(HISTORY_MAX), false);
        if (!(past(span, new NodeId(PROJECT_NAMESPACE, tag)) instanceof HistoryData data)
                || data.getDataValues() == null) {
            return List.of();
        }
        return Arrays.stream(data.getDataValues())
                .map(each -> SampleTime.of(each) + " " + each.value().value() + " " + each.statusCode())
                .toList();
    }

    /** The messages that the station keeps, whoever has raised them: station, number and text, the oldest first. */
    List<String> messages(Instant since) {
        NodeId type = new NodeId(POLLUX_NAMESPACE, "SystemMessageType");
        SimpleAttributeOperand[] fields = {
            field(type, POLLUX_NAMESPACE, "Station"),
            field(type, POLLUX_NAMESPACE, "MessageNumber"),
            field(NodeIds.BaseEventType, 0, "Message")
        };
        ReadEventDetails span = new ReadEventDetails(
                Unsigned.uint(HISTORY_MAX),
                new DateTime(since),
                new DateTime(Instant.now().plusSeconds(60)),
                new EventFilter(fields, new ContentFilter(null)));
        if (!(past(span, NodeIds.Server) instanceof HistoryEvent events) || events.getEvents() == null) {
            return List.of();
        }
        return Arrays.stream(events.getEvents())
                .map(HistoryEventFieldList::getEventFields)
                .map(each -> each[0].value() + " " + each[1].value() + " "
                        + (each[2].value() instanceof LocalizedText text ? text.text() : ""))
                .toList();
    }

    private static SimpleAttributeOperand field(NodeId type, int namespace, String name) {
        QualifiedName[] path = {new QualifiedName(namespace, name)};
        return new SimpleAttributeOperand(type, path, AttributeId.Value.uid(), null);
    }

    private @Nullable Object past(HistoryReadDetails span, NodeId node) {
        try {
            HistoryReadValueId wanted =
                    new HistoryReadValueId(node, null, QualifiedName.NULL_VALUE, ByteString.NULL_VALUE);
            HistoryReadResult[] results = client.historyRead(span, TimestampsToReturn.Both, false, List.of(wanted))
                    .getResults();
            if (results == null || !results[0].getStatusCode().isGood()) {
                throw new IllegalStateException("cannot read the past of " + node + ": "
                        + (results == null ? "no result" : results[0].getStatusCode()));
            }
            ExtensionObject content = results[0].getHistoryData();
            return content == null || content.isNull() ? null : content.decode(client.getStaticEncodingContext());
        } catch (UaException e) {
            throw new IllegalStateException("cannot read the past of " + node, e);
        }
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
                // The first is the present value, not a change: after a gap a station gives a value that has not
                // changed a new time, of which those who have subscribed before hear nothing.
                AtomicBoolean begun = new AtomicBoolean();
                item.setDataValueListener((each, value) -> {
                    synchronized (instants) {
                        if (begun.getAndSet(true)) {
                            instants.add(SampleTime.of(value));
                        }
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
