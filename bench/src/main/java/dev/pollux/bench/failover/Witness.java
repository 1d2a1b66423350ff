package dev.pollux.bench.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/**
 * A plain OPC UA session to one station, without any failover: it hears what that station says of itself and
 * samples.
 */
final class Witness implements AutoCloseable {
    static final int PROJECT_NAMESPACE = 3;
    private static final int POLLUX_NAMESPACE = 2;
    private static final NodeId SERVICE_LEVEL = new NodeId(0, 2267);
    private static final double FAST_MS = 20;
    private static final double SAMPLES_MS = 100;
    private static final int OPEN_LIMIT_SECONDS = 10;

    private final OpcUaClient client;
    private final Ledger ledger;

    private Witness(OpcUaClient client, Ledger ledger) {
        this.client = client;
        this.ledger = ledger;
    }

    /** Opens a session and hears what is told from then on; gives up after ten seconds, as the stack never would. */
    static Witness open(String url, List<String> tags, Ledger ledger) throws UaException, InterruptedException {
        CompletableFuture<Witness> opening = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        Witness witness = connect(url, tags, ledger);
                        if (!opening.complete(witness)) {
                            witness.close();
                        }
                    } catch (UaException | RuntimeException e) {
                        opening.completeExceptionally(e);
                    }
                },
                "witness");
        thread.setDaemon(true);
        thread.start();
        try {
            return opening.get(OPEN_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            opening.cancel(false);
            throw new UaException(StatusCodes.Bad_Timeout, "no session to " + url);
        } catch (ExecutionException e) {
            throw new UaException(StatusCodes.Bad_CommunicationError, "no session to " + url + ": " + e.getCause(), e);
        }
    }

    private static Witness connect(String url, List<String> tags, Ledger ledger) throws UaException {
        OpcUaClient client = OpcUaClient.create(
                url,
                endpoints -> endpoints.stream()
                        .filter(each -> each.getSecurityMode() == MessageSecurityMode.None)
                        .filter(each -> url.equals(each.getEndpointUrl()))
                        .findFirst(),
                transport -> {},
                config -> config.setRequestTimeout(Unsigned.uint(5_000)));
        client.connect();
        Witness witness = new Witness(client, ledger);
        try {
            witness.listen(tags);
        } catch (UaException e) {
            witness.close();
            throw e;
        }
        return witness;
    }

    private void listen(List<String> tags) throws UaException {
        OpcUaSubscription fast = new OpcUaSubscription(client, FAST_MS);
        fast.create();
        fast.addMonitoredItems(List.of(
                item(new NodeId(POLLUX_NAMESPACE, "@RM_MASTER"), 0, value -> {
                    if (value.value().value() instanceof Boolean master) {
                        ledger.leads(System.nanoTime(), master);
                    }
                }),
                item(SERVICE_LEVEL, 0, value -> {
                    if (value.value().value() instanceof UByte level) {
                        ledger.level(System.nanoTime(), level.intValue());
                    }
                })));
        fast.createMonitoredItems();
        OpcUaSubscription samples = new OpcUaSubscription(client, SAMPLES_MS);
        samples.create();
        List<OpcUaMonitoredItem> items = new ArrayList<>();
        for (String tag : tags) {
            items.add(item(new NodeId(PROJECT_NAMESPACE, tag), SAMPLES_MS, value -> {
                DateTime time = value.sourceTime();
                if (value.statusCode().isGood() && time != null) {
                    ledger.sampled(tag, time.getJavaInstant());
                }
            }));
        }
        samples.addMonitoredItems(items);
        samples.createMonitoredItems();
    }

    private static OpcUaMonitoredItem item(NodeId node, double sampling, Consumer<DataValue> heard) {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node);
        item.setSamplingInterval(sampling);
        item.setQueueSize(Unsigned.uint(200));
        item.setDataValueListener((each, value) -> heard.accept(value));
        return item;
    }

    /** Values of nodes of the Pollux namespace, as text. */
    List<String> read(List<String> nodes) throws UaException {
        List<NodeId> ids = nodes.stream()
                .map(node -> node.equals("ServiceLevel") ? SERVICE_LEVEL : new NodeId(POLLUX_NAMESPACE, node))
                .toList();
        return client.readValues(0, TimestampsToReturn.Neither, ids).stream()
                .map(value -> text(value.value().value()))
                .toList();
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Object[] many ? List.of(many).toString() : String.valueOf(value);
    }

    /** Whether a sample of the tag was taken lately. */
    boolean hears(String tag, Duration lately) {
        return ledger.newest(tag).isAfter(Instant.now().minus(lately));
    }

    /** Writes true to {@code @RM_MASTER}, as an operator does; does not wait for what comes of it. */
    void askToLead() {
        var unused = client.writeValuesAsync(
                List.of(new NodeId(POLLUX_NAMESPACE, "@RM_MASTER")), List.of(DataValue.valueOnly(Variant.of(true))));
    }

    OpcUaClient client() {
        return client;
    }

    @Override
    public void close() {
        // A station that is gone would hold this up.
        var unused = client.disconnectAsync();
    }
}
