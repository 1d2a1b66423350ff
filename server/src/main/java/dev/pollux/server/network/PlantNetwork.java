package dev.pollux.server.network;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the plant's network.
 *
 * @param reachable whether it counts as reached
 * @param reason why not; empty if it does
 * @param answersSince uptime since when, without a break, some host has answered
 * @param silentSince uptime since when, without a break, none has
 * @param adapters watched
 * @param hosts asked
 */
public record PlantNetwork(
        boolean reachable,
        String reason,
        Optional<Duration> answersSince,
        Optional<Duration> silentSince,
        List<AdapterState> adapters,
        List<HostState> hosts) {
    /** Reached until something shows that it is not. */
    public static final PlantNetwork ASSUMED =
            new PlantNetwork(true, "", Optional.empty(), Optional.empty(), List.of(), List.of());

    public PlantNetwork {
        adapters = List.copyOf(adapters);
        hosts = List.copyOf(hosts);
    }

    /** Whether a watched adapter is disconnected whose addresses come from DHCP: nobody would give them again. */
    public boolean addressAtRisk() {
        return adapters.stream().anyMatch(each -> each.leased() && !each.works());
    }
}
