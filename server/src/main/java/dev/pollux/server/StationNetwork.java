package dev.pollux.server;

import dev.pollux.server.message.Messages;
import dev.pollux.server.network.AdapterState;
import dev.pollux.server.network.HostState;
import dev.pollux.server.network.NetworkWatcher;
import dev.pollux.server.network.PlantNetwork;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.space.system.NetworkValues;

/** What a station knows of its way into the plant's network. */
final class StationNetwork implements AutoCloseable {
    private final NetworkWatcher watcher;

    /** Does not look yet; {@code changed} is called on another thread when the network is lost or back. */
    StationNetwork(StationConfig config, Messages messages, Runnable changed) {
        watcher = new NetworkWatcher(config.network(), messages, changed);
    }

    void begin() {
        watcher.start();
    }

    boolean reachable() {
        return watcher.network().reachable();
    }

    /** Whether a watched adapter is disconnected whose addresses come from DHCP. */
    boolean addressAtRisk() {
        return watcher.network().addressAtRisk();
    }

    NetworkValues values() {
        PlantNetwork network = watcher.network();
        return new NetworkValues(
                network.reachable(),
                network.reason(),
                network.adapters().stream().map(AdapterState::text).toList(),
                network.hosts().stream().map(HostState::text).toList());
    }

    @Override
    public void close() {
        watcher.close();
    }
}
