package dev.pollux.failover;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import dev.pollux.failover.link.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * One subscription on one member. As a backup its items sample into queues without sending (OPC 10000-4 §6.6.2.4.5.4,
 * Hot (a)), or are disabled (Warm); on the active member they report. Safe for use by many threads; the calls to the
 * member go one after the other.
 */
final class Feed {
    /** Most samples asked for in the queue of one item. */
    static final int QUEUE_MAX = 10_000;

    private static final int NOTIFICATIONS_PER_PUBLISH = 5_000;
    private static final Duration LIFETIME = Duration.ofSeconds(30);
    private static final Duration BRIDGE = Duration.ofSeconds(2);
    private static final Duration FASTEST_SAMPLING = Duration.ofMillis(10);

    private final ValueStream stream;
    private final Link link;
    private final PublishPump pump;
    private final Duration lostAfter;
    private final LongSupplier uptime;
    private final long madeAt;
    private final Optional<NodeId>[] nodes;
    private final StatusCode[] results;
    private final UInteger[] itemIds;

    // Guarded by this: the end of the chain of calls.
    private CompletableFuture<Void> calls = CompletableFuture.completedFuture(null);

    // Written by network threads, read by the loop.
    private volatile State state = State.CREATING;
    private volatile boolean reporting;
    private volatile long heardAt;
    private volatile long silenceMaxNanos = Long.MAX_VALUE;
    private volatile UInteger subscriptionId = UInteger.MIN;

    /** How far a feed has got. */
    enum State {
        CREATING,
        READY,
        FAILED
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    Feed(ValueStream stream, Link link, PublishPump pump, Duration lostAfter, LongSupplier uptime) {
        this.stream = stream;
        this.link = link;
        this.pump = pump;
        this.lostAfter = lostAfter;
        this.uptime = uptime;
        this.madeAt = uptime.getAsLong();
        this.heardAt = madeAt;
        int count = stream.settings().size();
        this.nodes = new Optional[count];
        this.results = new StatusCode[count];
        this.itemIds = new UInteger[count];
        Arrays.fill(results, new StatusCode(StatusCodes.Bad_WaitingForInitialData));
    }

    Link link() {
        return link;
    }

    /** Monotonic nanoseconds at which this feed was begun. */
    long madeAt() {
        return madeAt;
    }

    State state() {
        return state;
    }

    /** Whether the items have been told to report, and the member has agreed. */
    boolean reporting() {
        return reporting;
    }

    /** Whether neither notifications nor keep-alives have come for too long. */
    boolean silent(long now) {
        return state == State.READY && now - heardAt > silenceMaxNanos;
    }

    /** How the creation of each item went so far. */
    synchronized StatusCode[] results() {
        return results.clone();
    }

    /** Makes the subscription and its items. Fails only if the subscription as a whole could not be made. */
    CompletableFuture<Void> create(MonitoringMode mode) {
        Duration interval = stream.subscription().publishingInterval();
        long keepAlives = Math.max(1, lostAfter.dividedBy(interval));
        long lifetimes = Math.max(3 * keepAlives, LIFETIME.dividedBy(interval));
        return then(() -> link.client()
                .createSubscriptionAsync(
                        (double) interval.toMillis(),
                        uint(lifetimes),
                        uint(keepAlives),
                        uint(NOTIFICATIONS_PER_PUBLISH),
                        true,
                        ubyte(0))
                .thenCompose(created -> {
                    subscribed(created);
                    return createItems(all(), mode);
                })
                .whenComplete((done, failure) -> {
                    heardAt = uptime.getAsLong();
                    reporting = failure == null && mode == MonitoringMode.Reporting;
                    state = failure == null ? State.READY : State.FAILED;
                }));
    }

    private void subscribed(CreateSubscriptionResponse created) {
        double keepAliveMillis = created.getRevisedPublishingInterval()
                * created.getRevisedMaxKeepAliveCount().longValue();
        double oneMoreMillis = created.getRevisedPublishingInterval() + lostAfter.toMillis();
        silenceMaxNanos = (long) ((keepAliveMillis + oneMoreMillis) * 1e6);
        subscriptionId = created.getSubscriptionId();
        pump.register(subscriptionId, this);
    }

    private List<Integer> all() {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            indexes.add(i);
        }
        return indexes;
    }

    /** Tries the refused items again, e.g. after the member has loaded the rest of its address space. */
    void retryRefused(MonitoringMode mode) {
        List<Integer> refused = new ArrayList<>();
        synchronized (this) {
            for (int i = 0; i < results.length; i++) {
                if (results[i].isBad()) {
                    refused.add(i);
                }
            }
        }
        if (!refused.isEmpty() && state == State.READY) {
            var unused = then(() -> createItems(refused, mode));
        }
    }

    private CompletableFuture<Void> createItems(List<Integer> indexes, MonitoringMode mode) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        List<Integer> known = new ArrayList<>();
        for (int index : indexes) {
            nodes[index] =
                    stream.settings().get(index).node().toNodeId(link.client().getNamespaceTable());
            if (nodes[index].isPresent()) {
                known.add(index);
            } else {
                result(index, new StatusCode(StatusCodes.Bad_NodeIdUnknown), UInteger.MIN);
            }
        }
        for (int start = 0; start < known.size(); start += link.itemsPerCall()) {
            List<Integer> batch = known.subList(start, Math.min(known.size(), start + link.itemsPerCall()));
            done = done.thenCompose(previous -> createBatch(batch, mode));
        }
        return done;
    }

    private CompletableFuture<Void> createBatch(List<Integer> batch, MonitoringMode mode) {
        List<MonitoredItemCreateRequest> requests =
                batch.stream().map(index -> request(index, mode)).toList();
        return link.client()
                .createMonitoredItemsAsync(subscriptionId, TimestampsToReturn.Both, requests)
                .thenAccept(response -> {
                    MonitoredItemCreateResult[] created = response.getResults();
                    for (int i = 0; i < batch.size(); i++) {
                        if (created == null || i >= created.length) {
                            result(batch.get(i), new StatusCode(StatusCodes.Bad_UnknownResponse), UInteger.MIN);
                        } else {
                            result(batch.get(i), created[i].getStatusCode(), created[i].getMonitoredItemId());
                        }
                    }
                });
    }

    private synchronized void result(int index, StatusCode status, UInteger itemId) {
        results[index] = status;
        itemIds[index] = itemId;
    }

    private MonitoredItemCreateRequest request(int index, MonitoringMode mode) {
        ItemSettings item = stream.settings().get(index);
        ExtensionObject filter = item.absoluteDeadband().isPresent()
                ? ExtensionObject.encode(
                        link.client().getStaticEncodingContext(),
                        new DataChangeFilter(
                                DataChangeTrigger.StatusValue,
                                uint(DeadbandType.Absolute.getValue()),
                                item.absoluteDeadband().getAsDouble()))
                : null;
        return new MonitoredItemCreateRequest(
                new ReadValueId(nodes[index].orElseThrow(), AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE),
                mode,
                new MonitoringParameters(
                        uint(index), (double) item.samplingInterval().toMillis(), filter, uint(queueSize(item)), true));
    }

    /** Room for all samples from the last sign of life of a member to the end of the move, and 2 s more. */
    private int queueSize(ItemSettings item) {
        Duration sampling =
                item.samplingInterval().compareTo(FASTEST_SAMPLING) < 0 ? FASTEST_SAMPLING : item.samplingInterval();
        Duration bridge = lostAfter.plus(BRIDGE).plus(stream.subscription().publishingInterval());
        return (int) Math.max(item.queueSize(), Math.min(QUEUE_MAX, bridge.dividedBy(sampling) + 2));
    }

    /** Tells all items to report, only to sample, or to rest. Fails if the member does not agree. */
    CompletableFuture<Void> mode(MonitoringMode mode) {
        return then(() -> {
            if (state == State.FAILED) {
                return CompletableFuture.failedFuture(
                        new UaException(StatusCodes.Bad_NoSubscription, "subscription could not be created"));
            }
            List<UInteger> ids = createdIds();
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            for (int start = 0; start < ids.size(); start += link.itemsPerCall()) {
                List<UInteger> batch = ids.subList(start, Math.min(ids.size(), start + link.itemsPerCall()));
                answers.add(link.client()
                        .setMonitoringModeAsync(subscriptionId, mode, batch)
                        .thenAccept(response -> checkAll(response.getResults())));
            }
            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .thenRun(() -> reporting = mode == MonitoringMode.Reporting);
        });
    }

    private synchronized List<UInteger> createdIds() {
        List<UInteger> ids = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            if (results[i].isGood()) {
                ids.add(itemIds[i]);
            }
        }
        return ids;
    }

    private static void checkAll(StatusCode[] answers) {
        for (StatusCode answer : answers == null ? new StatusCode[0] : answers) {
            if (answer.isBad()) {
                throw new CompletionException(new UaException(answer, "SetMonitoringMode was refused"));
            }
        }
    }

    private synchronized CompletableFuture<Void> then(Supplier<CompletableFuture<Void>> call) {
        calls = calls.handle((done, failure) -> Boolean.TRUE).thenCompose(done -> call.get());
        return calls;
    }

    /** Takes a publish response of this subscription. */
    void received(PublishResponse response) {
        heardAt = uptime.getAsLong();
        stream.received(this, response);
    }

    /** The member has ended the subscription. */
    void ended() {
        state = State.FAILED;
    }

    /** Deletes the subscription on the member, if it still answers. */
    void delete() {
        pump.unregister(subscriptionId);
        var unused = then(() -> link.gone().isDone() || subscriptionId.equals(UInteger.MIN)
                ? CompletableFuture.completedFuture(null)
                : link.client()
                        .deleteSubscriptionsAsync(List.of(subscriptionId))
                        .thenRun(() -> pump.unregister(subscriptionId)));
    }
}
