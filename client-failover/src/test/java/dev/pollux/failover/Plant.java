package dev.pollux.failover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/** What the tests of the client have in common. */
final class Plant {
    static final Duration SOON = Duration.ofSeconds(10);
    static final SubscriptionSettings SUBSCRIPTION = SubscriptionSettings.every(Duration.ofMillis(100));

    private Plant() {}

    static ExpandedNodeId node(String name) {
        return ExpandedNodeId.of(CountingNamespace.URI, name);
    }

    static ItemSettings counter(int number) {
        return ItemSettings.of(node("Counter" + number), CountingNamespace.GRID);
    }

    static List<ItemSettings> counters(int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(Plant::counter).toList());
    }

    static FailoverSettings settings(int... ports) {
        return FailoverSettings.of(IntStream.of(ports).mapToObj(TestServer::url).toArray(String[]::new));
    }

    static FailoverTiming patient(Duration holdDown) {
        return FailoverTiming.defaults().withPatience(Duration.ofSeconds(1), holdDown);
    }

    static boolean connected(FailoverClient client, String name) {
        return client.members().stream()
                .anyMatch(member -> member.uri().equals(TestServer.uri(name)) && member.connected());
    }

    static boolean active(FailoverClient client, String name) {
        return client.active()
                .filter(member -> member.uri().equals(TestServer.uri(name)))
                .isPresent();
    }
}
