package dev.pollux.systemtest;

import dev.pollux.failover.FailoverClient;
import dev.pollux.failover.FailoverListener;
import dev.pollux.failover.FailoverReport;
import dev.pollux.failover.FailoverSettings;
import dev.pollux.failover.FailoverSubscription;
import dev.pollux.failover.ItemSettings;
import dev.pollux.failover.SubscriptionSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** An application on the failover library that writes down everything it receives, and when. */
final class StreamRecorder implements AutoCloseable {
    private static final int PROJECT_NAMESPACE = 3;

    private final FailoverClient client;
    private final FailoverSubscription subscription;
    private final Map<String, NavigableMap<Instant, Long>> arrivals = new ConcurrentHashMap<>();
    private final Map<ItemSettings, String> names;
    private final List<FailoverReport> reports = new CopyOnWriteArrayList<>();
    private final List<String> twice = new CopyOnWriteArrayList<>();
    private final Map<String, DataValue> lastValues = new ConcurrentHashMap<>();

    StreamRecorder(List<String> urls, List<String> tags) throws InterruptedException {
        client = FailoverClient.open(FailoverSettings.of(urls.toArray(String[]::new)));
        client.addListener(new FailoverListener() {
            @Override
            public void onFailover(FailoverReport report) {
                reports.add(report);
            }
        });
        client.awaitActive(Duration.ofSeconds(20));
        names = tags.stream()
                .collect(Collectors.toMap(
                        tag -> ItemSettings.of(new NodeId(PROJECT_NAMESPACE, tag), Duration.ofMillis(100)),
                        tag -> tag));
        tags.forEach(tag -> arrivals.put(tag, new TreeMap<>()));
        subscription = client.subscribe(
                SubscriptionSettings.every(Duration.ofMillis(100)), List.copyOf(names.keySet()), this::onValue);
        subscription.awaitActive(Duration.ofSeconds(20));
    }

    private void onValue(ItemSettings item, DataValue value) {
        String tag = names.getOrDefault(item, "");
        DataValue before = lastValues.put(tag, value);
        NavigableMap<Instant, Long> received = stream(tag);
        synchronized (received) {
            if (received.putIfAbsent(SampleTime.of(value), System.nanoTime()) != null) {
                twice.add(tag + ": " + value + " after " + before);
            }
        }
    }

    private NavigableMap<Instant, Long> stream(String tag) {
        return arrivals.computeIfAbsent(tag, name -> new TreeMap<>());
    }

    /** Name of the station that values come from. */
    Optional<String> active() {
        return client.active().map(member -> member.uri().replaceAll(".*:", ""));
    }

    /** How many members it has a session with. */
    long connected() {
        return client.members().stream().filter(m -> m.connected()).count();
    }

    int knowsMembers() {
        return client.members().size();
    }

    /** When the newest value was sampled, if that is good. */
    Optional<Instant> lastGood(String tag) {
        return Optional.ofNullable(lastValues.get(tag))
                .filter(value -> value.statusCode().isGood())
                .map(SampleTime::of);
    }

    List<FailoverReport> reports() {
        return reports;
    }

    /** Newest sample at or before a moment. */
    Instant lastUntil(String tag, Instant moment) {
        NavigableMap<Instant, Long> received = stream(tag);
        synchronized (received) {
            Instant last = received.floorKey(moment);
            return last == null ? Instant.EPOCH : last;
        }
    }

    boolean has(String tag, Instant sample) {
        NavigableMap<Instant, Long> received = stream(tag);
        synchronized (received) {
            return received.containsKey(sample);
        }
    }

    /** When the first sample taken after {@code moment} arrived, on the clock of {@link System#nanoTime}. */
    OptionalLong firstArrivalOfSampleAfter(Instant moment) {
        return arrivals.values().stream()
                .flatMapToLong(received -> {
                    synchronized (received) {
                        return received.tailMap(moment, false).values().stream()
                                .mapToLong(Long::longValue)
                                .min()
                                .stream();
                    }
                })
                .min();
    }

    /** Samples that were delivered more than once. */
    List<String> deliveredTwice() {
        return twice;
    }

    @Override
    public void close() {
        subscription.close();
        client.close();
    }
}
