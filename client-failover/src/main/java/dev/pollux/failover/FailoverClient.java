package dev.pollux.failover;

import dev.pollux.failover.link.Connector;
import dev.pollux.failover.link.Keys;
import dev.pollux.failover.link.Link;
import dev.pollux.failover.link.LinkSettings;
import dev.pollux.failover.link.LinkThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of a redundant set of OPC UA servers. It needs the address of one member, finds the others, keeps sessions
 * and subscriptions on all of them (Hot (a) in the client actions of OPC 10000-4 §6.6.2), and moves to another member
 * when the active one dies, freezes, degrades or goes into maintenance. The samples of the time in between come out of
 * the queues of the new member: each item's stream has no hole and no duplicate. In a Warm set only the active member
 * samples, in a Cold one only it is connected: subscriptions go on after a move, but nobody has taken the samples of
 * the time in between. With a server that is not redundant it is a plain client that reconnects.
 *
 * <pre>{@code
 * try (FailoverClient client = FailoverClient.open(FailoverSettings.of("opc.tcp://castor:4840"))) {
 *     client.awaitActive(Duration.ofSeconds(10));
 *     client.subscribe(
 *             SubscriptionSettings.every(Duration.ofMillis(250)),
 *             List.of(ItemSettings.of(NodeId.parse("ns=2;s=Boiler/Level"), Duration.ofMillis(100))),
 *             (item, value) -> System.out.println(value.value().value()));
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. All threads are daemons named {@code pollux-failover-...}; returned futures complete
 * on {@code pollux-failover-callback-n}, where blocking does no harm to the watch over the members.
 */
public final class FailoverClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FailoverClient.class);
    private static final Duration CLOSE_LIMIT = Duration.ofMillis(1200);

    private final LinkThreads threads = new LinkThreads();
    private final Reporter reporter = new Reporter();
    private final Dispatcher dispatcher = new Dispatcher();
    private final Optional<Keys> keys;
    private final FailoverLoop loop;
    private final NodeServices services;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What to do with a request when the member dies while it is under way. */
    public enum Repeat {
        /** Changes nothing on the server: send it once more, to the new active member. */
        ONCE_MORE,
        /** May change something: fail with {@link OutcomeUnknownException}. */
        NEVER
    }

    private FailoverClient(FailoverSettings settings, Optional<Keys> keys) {
        this.keys = keys;
        FailoverTiming timing = settings.timing();
        LinkSettings link = new LinkSettings(
                settings.applicationName(),
                keys,
                settings.security().mode() == ClientSecurity.Mode.SIGN_AND_ENCRYPT,
                settings.identity().user(),
                settings.identity().password(),
                timing.connectTimeout(),
                timing.requestTimeout(),
                timing.sessionTimeout());
        Connector connector = new Connector(link, threads, System::nanoTime);
        this.loop = new FailoverLoop(settings, connector, threads, reporter, System::nanoTime);
        this.services = new NodeServices(loop.requests());
    }

    /**
     * Starts a client; it connects in the background and goes on trying for as long as it is open.
     *
     * @throws java.io.UncheckedIOException if the PKI directory cannot be read or written
     */
    public static FailoverClient open(FailoverSettings settings) {
        ClientSecurity security = settings.security();
        Optional<Keys> keys = security.mode() == ClientSecurity.Mode.NONE
                ? Optional.empty()
                : security.pkiDirectory()
                        .map(directory -> Keys.open(directory, security.trustAll(), settings.applicationName()));
        FailoverClient client = new FailoverClient(settings, keys);
        client.dispatcher.start();
        client.loop.start();
        return client;
    }

    /**
     * Waits for an active member.
     *
     * @param limit longest wait
     * @return this client
     * @throws NoMemberException if there is none within the limit; the client goes on trying
     */
    public FailoverClient awaitActive(Duration limit) throws InterruptedException {
        CountDownLatch found = new CountDownLatch(1);
        FailoverListener listener = new FailoverListener() {
            @Override
            public void onMemberChanged(MemberStatus member) {
                if (member.active()) {
                    found.countDown();
                }
            }
        };
        reporter.add(listener);
        try {
            if (active().isEmpty() && !found.await(limit.toNanos(), TimeUnit.NANOSECONDS) && active().isEmpty()) {
                throw new NoMemberException(
                        "no member could be used within " + limit.toMillis() + " ms: " + loop.describe());
            }
            return this;
        } finally {
            reporter.remove(listener);
        }
    }

    /** All known members, connected or not. */
    public List<MemberStatus> members() {
        return loop.members();
    }

    /** The member in use; empty while there is none. */
    public Optional<MemberStatus> active() {
        return members().stream().filter(MemberStatus::active).findFirst();
    }

    /** Adds a listener for moves and members. */
    public void addListener(FailoverListener listener) {
        reporter.add(listener);
    }

    /** Removes a listener. */
    public void removeListener(FailoverListener listener) {
        reporter.remove(listener);
    }

    /**
     * Watches variables on all members and delivers one stream. Returns at once; members that are not connected yet
     * follow. Items that a member refuses are tried again every 10 s.
     *
     * @param settings publishing interval and limits
     * @param items what to watch, 1 to 1,000,000
     * @param listener receives the values
     */
    public FailoverSubscription subscribe(
            SubscriptionSettings settings, List<ItemSettings> items, ValueListener listener) {
        Check.between("items.size", items.size(), 1, 1_000_000);
        if (closed.get()) {
            throw new IllegalStateException("the client is closed");
        }
        ValueStream stream = new ValueStream(settings, items, listener, dispatcher, System::nanoTime, loop::remove);
        loop.add(stream);
        return stream;
    }

    /**
     * Reads values. Repeated once on another member if the active one dies meanwhile. A node whose namespace the member
     * does not know has the status Bad_NodeIdUnknown.
     *
     * @return one value per node, in the same order; fails with {@link NoMemberException} if there is no member
     */
    public CompletableFuture<List<DataValue>> read(List<ExpandedNodeId> nodes) {
        return services.read(nodes);
    }

    /** Reads one value, see {@link #read(List)}. */
    public CompletableFuture<DataValue> read(NodeId node) {
        return services.read(List.of(node.expanded())).thenApply(values -> values.get(0));
    }

    /**
     * Writes values. Never repeated: if the member dies meanwhile the future fails with {@link
     * OutcomeUnknownException}.
     *
     * @return one status per value, in the same order
     */
    public CompletableFuture<List<StatusCode>> write(List<NodeValue> values) {
        return services.write(values);
    }

    /** Writes one value, see {@link #write(List)}. */
    public CompletableFuture<StatusCode> write(NodeId node, Object value) {
        return services.write(List.of(NodeValue.of(node, value))).thenApply(results -> results.get(0));
    }

    /**
     * Calls a method. Never repeated: if the member dies meanwhile the future fails with {@link
     * OutcomeUnknownException}.
     */
    public CompletableFuture<CallMethodResult> call(
            ExpandedNodeId object, ExpandedNodeId method, List<Variant> inputs) {
        return services.call(object, method, inputs);
    }

    /**
     * Follows the hierarchical references of a node, all of them (at most 100,000). Repeated once on another member if
     * the active one dies meanwhile.
     */
    public CompletableFuture<List<ReferenceDescription>> browse(ExpandedNodeId node) {
        return services.browse(node);
    }

    /**
     * Sends any other request to the active member, e.g. a HistoryRead.
     *
     * @param repeat whether it may be sent again
     * @param what what it is, for messages
     * @param request sends it; must not block, and must not close the client it is given
     */
    public <T> CompletableFuture<T> request(
            Repeat repeat, String what, Function<OpcUaClient, CompletableFuture<T>> request) {
        return loop.requests().send(repeat, what, request);
    }

    /**
     * Sends a request to one member, active or not; it is never repeated.
     *
     * @param member name or ApplicationUri
     * @param request sends it; must not block, and must not close the client it is given
     * @return fails with {@link NoMemberException} if that member is not connected
     */
    public <T> CompletableFuture<T> requestFrom(String member, Function<OpcUaClient, CompletableFuture<T>> request) {
        return loop.linkOf(member)
                .thenApplyAsync(Link::client, threads.callbacks())
                .thenCompose(request);
    }

    /**
     * Closes all sessions and ends all threads, within 2 s even if members are dead. Futures that wait for a member
     * fail when their time is over.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        dispatcher.close();
        try {
            loop.close().get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("a member did not answer the goodbye, its connection is cut");
        } catch (ExecutionException e) {
            LOG.warn("closing failed half way", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.close();
        reporter.close();
        keys.ifPresent(Keys::close);
    }
}
