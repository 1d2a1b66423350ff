package dev.pollux.bench.failover;

import dev.pollux.failover.FailoverClient;
import dev.pollux.failover.FailoverListener;
import dev.pollux.failover.FailoverReport;
import dev.pollux.failover.FailoverSettings;
import dev.pollux.failover.FailoverSubscription;
import dev.pollux.failover.ItemSettings;
import dev.pollux.failover.SubscriptionSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** An application on the failover library that notes what it receives, and when. */
final class Follower implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final FailoverClient client;
    private final FailoverSubscription subscription;
    private final Map<String, TreeMap<Instant, Long>> received = new ConcurrentHashMap<>();
    private final TreeSet<Long> arrivals = new TreeSet<>();
    private final AtomicLong twice = new AtomicLong();
    private final ConcurrentLinkedQueue<String> moves = new ConcurrentLinkedQueue<>();

    Follower(String url, List<String> tags) throws InterruptedException {
        client = FailoverClient.open(FailoverSettings.of(url));
        client.addListener(new FailoverListener() {
            @Override
            public void onFailover(FailoverReport report) {
                moves.add(report.startedAt() + " " + report.text());
            }
        });
        client.awaitActive(Duration.ofSeconds(20));
        IdentityHashMap<ItemSettings, String> names = new IdentityHashMap<>();
        for (String tag : tags) {
            received.put(tag, new TreeMap<>());
            names.put(ItemSettings.of(new NodeId(Witness.PROJECT_NAMESPACE, tag), INTERVAL), tag);
        }
        subscription = client.subscribe(
                SubscriptionSettings.every(INTERVAL),
                List.copyOf(names.keySet()),
                (item, value) -> onValue(String.valueOf(names.get(item)), value));
        subscription.awaitActive(Duration.ofSeconds(20));
    }

    private void onValue(String tag, DataValue value) {
        DateTime time = value.sourceTime();
        if (!value.statusCode().isGood() || time == null) {
            return;
        }
        long now = System.nanoTime();
        synchronized (arrivals) {
            arrivals.add(now);
        }
        TreeMap<Instant, Long> stream = received.computeIfAbsent(tag, name -> new TreeMap<>());
        synchronized (stream) {
            if (stream.putIfAbsent(time.getJavaInstant(), now) != null) {
                twice.incrementAndGet();
            }
        }
    }

    /** Name of the station that values come from. */
    Optional<String> active() {
        return client.active().map(member -> member.uri().replaceAll(".*:", ""));
    }

    /** How many stations it has a session with. */
    long connected() {
        return client.members().stream().filter(member -> member.connected()).count();
    }

    /** Why stations are not connected. */
    List<String> troubles() {
        return client.members().stream()
                .filter(member -> !member.connected())
                .map(member -> member.name() + " " + member.urls() + " "
                        + member.lastError().orElse(""))
                .toList();
    }

    /** Takes what was told about moves since it was asked last. */
    List<String> moves() {
        List<String> taken = List.copyOf(moves);
        moves.removeAll(taken);
        return taken;
    }

    /** Good values that came a second time, since the start. */
    long twice() {
        return twice.get();
    }

    /** The longest time without a good value between two moments, in nanoseconds. */
    long longestSilence(long from, long to) {
        long longest = 0;
        synchronized (arrivals) {
            Long before = arrivals.floor(from);
            long last = before == null ? from : before;
            for (long each : arrivals.subSet(from, false, to, true)) {
                longest = Math.max(longest, each - last);
                last = each;
            }
            return Math.max(longest, to - last);
        }
    }

    /** The newest sample that had arrived by a moment. */
    Instant lastBefore(String tag, long nanos) {
        TreeMap<Instant, Long> stream = received.computeIfAbsent(tag, name -> new TreeMap<>());
        synchronized (stream) {
            for (Map.Entry<Instant, Long> each : stream.descendingMap().entrySet()) {
                if (each.getValue() <= nanos) {
                    return each.getKey();
                }
            }
        }
        return Instant.MAX;
    }

    /** The newest sample of a tag. */
    Instant newest(String tag) {
        return lastBefore(tag, Long.MAX_VALUE);
    }

    boolean has(String tag, Instant sample) {
        TreeMap<Instant, Long> stream = received.computeIfAbsent(tag, name -> new TreeMap<>());
        synchronized (stream) {
            return stream.containsKey(sample);
        }
    }

    /** Forgets samples before a moment. */
    void forgetBefore(Instant moment) {
        received.values().forEach(stream -> {
            synchronized (stream) {
                stream.headMap(moment).clear();
            }
        });
        synchronized (arrivals) {
            arrivals.headSet(System.nanoTime() - Duration.ofMinutes(2).toNanos())
                    .clear();
        }
    }

    @Override
    public void close() {
        subscription.close();
        client.close();
    }
}
