package dev.pollux.cli.demo;

import dev.pollux.cli.pair.TypedValue;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverCause;
import dev.pollux.failover.FailoverClient;
import dev.pollux.failover.FailoverListener;
import dev.pollux.failover.FailoverReport;
import dev.pollux.failover.FailoverSettings;
import dev.pollux.failover.FailoverSubscription;
import dev.pollux.failover.ItemSettings;
import dev.pollux.failover.MemberStatus;
import dev.pollux.failover.NodeValue;
import dev.pollux.failover.SubscriptionSettings;
import dev.pollux.failover.SubscriptionStatistics;
import dev.pollux.server.project.Project;
import dev.pollux.server.tag.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.NamespaceReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.ServerReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** A client as users write it: it follows all tags through the failover library. Safe for use by many threads. */
final class Traffic implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int FAILOVERS_MAX = 1_000;

    private final Project project;
    private final String counter;
    private final GapLedger ledger;
    private final EventLog events;
    private final FailoverClient client;
    private final FailoverSubscription subscription;
    private final Map<String, DataValue> latest = new ConcurrentHashMap<>();
    private final List<FailoverReport> failovers = new CopyOnWriteArrayList<>();
    private final PauseMeter pauses = new PauseMeter(System::nanoTime);
    // Written by the thread that reports moves, read by the one that delivers values.
    private volatile String active = "";

    Traffic(FailoverSettings settings, Project project, String counter, GapLedger ledger, EventLog events) {
        this.project = project;
        this.counter = counter;
        this.ledger = ledger;
        this.events = events;
        client = FailoverClient.open(settings);
        client.addListener(new Moves());
        IdentityHashMap<ItemSettings, String> names = new IdentityHashMap<>();
        List<ItemSettings> items = new ArrayList<>();
        for (Tag tag : project.tags()) {
            ItemSettings item = ItemSettings.of(node(tag.name()), INTERVAL);
            names.put(item, tag.name());
            items.add(item);
        }
        subscription = client.subscribe(
                SubscriptionSettings.every(INTERVAL),
                items,
                (item, value) -> received(String.valueOf(names.get(item)), value));
    }

    private ExpandedNodeId node(String tag) {
        return new ExpandedNodeId(ServerReference.of(0), NamespaceReference.of(project.namespaceUri()), tag);
    }

    private void received(String tag, DataValue value) {
        latest.put(tag, value);
        boolean good = value.statusCode().isGood();
        if (good) {
            pauses.arrived();
        }
        Instant time = ValueText.sourceTime(value);
        if (good && time != null && tag.equals(counter)) {
            ledger.delivered(time, active, Instant.now());
        }
    }

    /** What comes next is no pause of the client's making: the plant was off, or no station alive. */
    void forgivePause() {
        pauses.forgive();
    }

    /** The station that the client uses; empty if none. */
    String active() {
        return active;
    }

    /** The newest value of a tag. */
    Optional<DataValue> latest(String tag) {
        return Optional.ofNullable(latest.get(tag));
    }

    SubscriptionStatistics statistics() {
        return subscription.statistics();
    }

    /** Longest time without any good value. */
    Duration longestPause() {
        return pauses.longest();
    }

    /** Moves from one station to another or back to one after none; not the first choice. */
    List<FailoverReport> failovers() {
        return List.copyOf(failovers);
    }

    /** Writes a tag, in the tag's type. */
    CompletableFuture<StatusCode> write(String tag, String value) {
        Tag known = project.tags().stream()
                .filter(each -> each.name().equals(tag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tag " + tag));
        Object typed = TypedValue.parse(value, known.type().builtInId());
        return client.write(List.of(NodeValue.of(node(tag), typed))).thenApply(results -> results.get(0));
    }

    @Override
    public void close() {
        subscription.close();
        client.close();
    }

    /** Name of the station in an ApplicationUri {@code urn:pollux:<project>:<station>}. */
    static String station(String uri) {
        return uri.substring(uri.lastIndexOf(':') + 1);
    }

    /** One line about a move. */
    static String text(FailoverReport report) {
        return "client " + report.from().map(from -> station(from) + " -> ").orElse("-> ") + station(report.to()) + ": "
                + report.cause().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ", noticed after "
                + report.detection().toMillis() + " ms, first value "
                + report.untilFirstValue()
                        .map(time -> "after " + time.toMillis() + " ms")
                        .orElse("not seen")
                + ", " + report.valuesReplayed() + " replayed";
    }

    private final class Moves implements FailoverListener {
        @Override
        public void onFailover(FailoverReport report) {
            ledger.moved(report.startedAt(), station(report.to()));
            boolean first =
                    report.from().isEmpty() && report.cause() == FailoverCause.FIRST_USABLE && failovers.isEmpty();
            if (!first && failovers.size() < FAILOVERS_MAX) {
                failovers.add(report);
            }
            events.add(first ? "client uses " + station(report.to()) : text(report));
        }

        @Override
        public void onMemberChanged(MemberStatus member) {
            if (member.active()) {
                active = station(member.uri());
            } else if (active.equals(station(member.uri()))) {
                active = "";
            }
        }

        @Override
        public void onNoMember(String reason) {
            events.add("client has no station: " + ValueText.oneLine(reason));
        }
    }
}
