package dev.pollux.failover.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ServerState;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;

/**
 * A session with one member, over one connection. When it is gone it stays gone; a new one is opened instead. Safe for
 * use by many threads.
 */
public final class Link {
    private static final List<NodeId> VITAL_NODES =
            List.of(NodeIds.Server_ServiceLevel, NodeIds.Server_ServerStatus_State, NodeIds.Server_EstimatedReturnTime);
    private static final int LEVEL_WITHOUT_NODE = 255;

    private final String url;
    private final OpcUaClient client;
    private final OneShotTransport transport;
    private final LongSupplier uptime;
    private final CompletableFuture<String> gone = new CompletableFuture<>();

    private final AtomicLong heardAt;

    // Written by network threads, read by the loop: any order of writes will do, the latest wins.
    private volatile Vital vital = new Vital(0, ServerState.Unknown, Optional.empty());
    private volatile SetDescription set = new SetDescription(false, FailoverMode.HOT, List.of());
    private volatile int itemsPerCall = 1000;

    Link(String url, OpcUaClient client, OneShotTransport transport, LongSupplier uptime) {
        this.url = url;
        this.client = client;
        this.transport = transport;
        this.uptime = uptime;
        this.heardAt = new AtomicLong(uptime.getAsLong());
        var unused = transport.closed().thenAccept(gone::complete);
        client.addSessionActivityListener(new SessionActivityListener() {
            @Override
            public void onSessionInactive(UaSession session) {
                gone.complete("session no longer active");
            }
        });
    }

    /** The address that was used. */
    public String url() {
        return url;
    }

    /** ApplicationUri of the member. */
    public String uri() {
        String uri = client.getConfig().getEndpoint().getServer().getApplicationUri();
        return uri == null || uri.isBlank() ? url : uri;
    }

    /** ApplicationName of the member, empty if it has none. */
    public String name() {
        String text = client.getConfig()
                .getEndpoint()
                .getServer()
                .getApplicationName()
                .text();
        return text == null ? "" : text;
    }

    /** The client under it, for service calls. */
    public OpcUaClient client() {
        return client;
    }

    /** Where publish responses go, strictly in the order of arrival, one at a time on a network thread. */
    public void onPublish(Consumer<PublishResponse> receiver) {
        transport.onPublish(response -> {
            heard();
            receiver.accept(response);
        });
    }

    /** Completes with the reason when the connection or the session is gone. */
    public CompletableFuture<String> gone() {
        return gone;
    }

    /** Monotonic nanoseconds of the last sign of life. */
    public long heardAt() {
        return heardAt.get();
    }

    /** Takes note of a sign of life. */
    public void heard() {
        heardAt.set(uptime.getAsLong());
    }

    /** Does not count a time in which this process itself stood still as silence of the member. */
    public void forgive(long nanos) {
        long now = uptime.getAsLong();
        heardAt.updateAndGet(at -> Math.min(at + nanos, now));
    }

    /** The last answer to a probe. */
    public Vital vital() {
        return vital;
    }

    /** What the member last said about the set. */
    public SetDescription set() {
        return set;
    }

    /** Most monitored items that the member accepts in one call. */
    public int itemsPerCall() {
        return itemsPerCall;
    }

    /** Reads ServiceLevel, ServerState and EstimatedReturnTime. */
    public CompletableFuture<Vital> probe() {
        return client.readValuesAsync(0.0, TimestampsToReturn.Neither, VITAL_NODES)
                .thenApply(values -> {
                    heard();
                    vital = vital(values);
                    return vital;
                });
    }

    private static Vital vital(List<DataValue> values) {
        int level = values.get(0).value().value() instanceof UByte read ? read.intValue() : LEVEL_WITHOUT_NODE;
        ServerState state = ServerState.Unknown;
        Object rawState = values.get(1).value().value();
        if (rawState instanceof Integer number) {
            ServerState known = ServerState.from(number);
            state = known == null ? ServerState.Unknown : known;
        } else if (rawState instanceof ServerState known) {
            state = known;
        }
        Optional<Instant> back = values.get(2).value().value() instanceof DateTime time && time.isNotNull()
                ? Optional.of(time.getJavaInstant())
                : Optional.empty();
        return new Vital(level, state, back);
    }

    /** Asks the member for the set that it belongs to. */
    public CompletableFuture<SetDescription> readSet() {
        return new SetReading(client, url).read().thenApply(reading -> {
            heard();
            set = reading.set();
            itemsPerCall = reading.itemsPerCall();
            return set;
        });
    }

    /** Cuts the connection without a word; returns at once. */
    public void abandon() {
        gone.complete("given up");
        transport.end();
        var unused = client.disconnectAsync();
    }

    /**
     * Closes the session as the standard wants it, and the connection in any case.
     *
     * @param limitMillis how long the server has for its answer
     * @return completes when the connection is closed, never exceptionally
     */
    public CompletableFuture<Void> close(long limitMillis) {
        return client.disconnectAsync()
                .handle((done, failure) -> done)
                .completeOnTimeout(client, limitMillis, TimeUnit.MILLISECONDS)
                .thenAccept(done -> {
                    gone.complete("closed");
                    transport.end();
                });
    }
}
