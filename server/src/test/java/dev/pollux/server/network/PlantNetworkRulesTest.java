package dev.pollux.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlantNetworkRulesTest {
    private static final AdapterState WORKS = new AdapterState("eth0", true, true, true, true);
    private static final AdapterState PULLED = new AdapterState("eth0", true, true, false, true);
    private static final AdapterState OFF = new AdapterState("eth1", true, false, false, true);

    private final PlantNetworkRules rules = new PlantNetworkRules(Duration.ofSeconds(2));
    private PlantNetwork network = PlantNetwork.ASSUMED;

    private PlantNetwork at(double seconds, List<AdapterState> adapters, boolean... answers) {
        List<HostState> hosts = Stream.iterate(0, i -> i < answers.length, i -> i + 1)
                .map(i -> new HostState("10.0.0." + i + ":502", Optional.empty(), answers[i]))
                .toList();
        network = rules.next(network, Duration.ofMillis((long) (seconds * 1000)), adapters, hosts);
        return network;
    }

    @Test
    void itIsLostAtOnceWhenNoWatchedAdapterWorks() {
        assertThat(at(0, List.of(WORKS, OFF)).reachable()).as("one is enough").isTrue();

        assertThat(at(1, List.of(PULLED, OFF)).reachable()).isFalse();
        assertThat(network.reason()).isEqualTo("no watched adapter works (eth0: no carrier, eth1: switched off)");

        assertThat(at(2, List.of(WORKS, OFF)).reachable())
                .as("nobody else to ask")
                .isTrue();
    }

    @Test
    void silentHostsCountOnlyWhenAllAreSilentForLong() {
        assertThat(at(0, List.of(), true, true).reachable()).isTrue();
        assertThat(at(10, List.of(), false, true).reachable())
                .as("the other answers")
                .isTrue();
        at(11, List.of(), false, false);
        assertThat(at(12.9, List.of(), false, false).reachable()).isTrue();

        assertThat(at(13, List.of(), false, false).reachable()).isFalse();
        assertThat(network.reason()).isEqualTo("no reference host answers (10.0.0.0:502, 10.0.0.1:502)");
    }

    // A plug with a loose contact must not make the roles toggle.
    @Test
    void itIsBackOnlyAfterHavingAnsweredForAsLong() {
        at(0, List.of(), false);
        assertThat(at(2, List.of(), false).reachable()).isFalse();
        at(3, List.of(), true);
        at(4, List.of(), false);
        at(5, List.of(), true);

        assertThat(at(6.9, List.of(), true).reachable()).isFalse();
        assertThat(at(7, List.of(), true).reachable()).isTrue();
    }

    // The cable is in again; whether the network behind it is there, the hosts tell.
    @Test
    void afterTheAdapterIsBackTheHostsDecide() {
        at(0, List.of(WORKS), true);
        assertThat(at(1, List.of(PULLED), false).reachable()).isFalse();
        assertThat(at(2, List.of(WORKS), false).reachable()).isFalse();
        at(3, List.of(WORKS), true);
        assertThat(at(4, List.of(WORKS), true).reachable()).isFalse();
        assertThat(at(5, List.of(WORKS), true).reachable()).isTrue();
    }

    @Test
    void whoWatchesNothingLosesNothing() {
        assertThat(at(0, List.of()).reachable()).isTrue();
        assertThat(at(100, List.of()).reachable()).isTrue();
    }
}
