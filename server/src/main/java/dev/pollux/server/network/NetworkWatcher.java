package dev.pollux.server.network;

import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.StationConfig.NetworkWatch;
import dev.pollux.server.project.StationConfig.ReferenceHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that looks at adapters and hosts four times a second, if any are configured. */
public final class NetworkWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkWatcher.class);
    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration ASK_MAX = Duration.ofMillis(400);

    private static final Duration LEASES = Duration.ofSeconds(10);

    private final NetworkWatch watch;
    private final DhcpLeases leases;
    private final PlantNetworkRules rules;
    private final Messages messages;
    private final Runnable changed;
    private final Thread thread;
    private final long startNanos = System.nanoTime();
    private volatile boolean closed; // set by close(), read by the thread
    // Written by the thread, read by any.
    private volatile PlantNetwork network = PlantNetwork.ASSUMED;
    // Owned by the thread.
    private final Map<String, AdapterState> adapters = new HashMap<>();
    private final Map<ReferenceHost, HostState> hosts = new HashMap<>();
    private final Map<String, Boolean> leased = new HashMap<>();
    private long leasesNanos = System.nanoTime();

    /**
     * A watch that does not run yet.
     *
     * @param watch what to look at
     * @param messages for operators
     * @param changed called when the network is lost or back
     */
    public NetworkWatcher(NetworkWatch watch, Messages messages, Runnable changed) {
        this(watch, messages, changed, new DhcpLeases(Path.of("/")));
    }

    NetworkWatcher(NetworkWatch watch, Messages messages, Runnable changed, DhcpLeases leases) {
        this.leases = leases;
        this.watch = watch;
        this.messages = messages;
        this.changed = changed;
        rules = new PlantNetworkRules(watch.lostAfter());
        thread = new Thread(this::run, "pollux-network");
        thread.setDaemon(true);
    }

    /** Begins, if there is anything to watch. */
    public void start() {
        if (watch.active()) {
            thread.start();
        }
    }

    /** What is known now. From any thread. */
    public PlantNetwork network() {
        return network;
    }

    /** Ends the thread. Waits at most a second. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                look();
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            } catch (InterruptedException e) {
                return; // closed
            } catch (IOException | RuntimeException e) {
                // Not knowing is no reason to give up a role; what was known last stands.
                LOG.error("cannot look at the plant's network", e);
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
            return true;
        } catch (InterruptedException e) {
            return false; // closed
        }
    }

    private void look() throws IOException {
        List<AdapterState> adaptersNow =
                watch.adapters().stream().map(Adapters::state).map(this::leased).toList();
        if (System.nanoTime() - leasesNanos >= LEASES.toNanos()) {
            leasesNanos = System.nanoTime();
        }
        adaptersNow.forEach(this::tell);
        Set<ReferenceHost> answering = HostProbe.answering(watch.hosts(), ASK_MAX);
        Duration uptime = Duration.ofNanos(System.nanoTime() - startNanos);
        List<HostState> hostsNow = new ArrayList<>();
        for (ReferenceHost each : watch.hosts()) {
            HostState state = hosts.getOrDefault(each, new HostState(each.toString(), Optional.empty(), false))
                    .asked(uptime, answering.contains(each));
            hosts.put(each, state);
            hostsNow.add(state);
        }
        PlantNetwork before = network;
        PlantNetwork next = rules.next(before, uptime, adaptersNow, hostsNow);
        network = next;
        if (next.reachable() != before.reachable()) {
            if (next.reachable()) {
                LOG.info("The plant's network is reached again");
            } else {
                LOG.warn("The plant's network is lost: {}", next.reason());
            }
            changed.run();
        }
    }

    /** Asked while it works: some clients forget a lease with the carrier. */
    private AdapterState leased(AdapterState now) {
        boolean due = System.nanoTime() - leasesNanos >= LEASES.toNanos() && now.works();
        if (due || !leased.containsKey(now.name())) {
            leased.put(now.name(), leases.has(now.name()));
        }
        return now.leased(leased.getOrDefault(now.name(), false));
    }

    private void tell(AdapterState now) {
        AdapterState before = adapters.put(now.name(), now);
        boolean worked = before == null || before.works();
        if (worked && !now.works()) {
            LOG.warn("Network adapter {}", now.text());
            messages.raise(SystemMessage.ADAPTER_LOST, now.name());
        } else if (before != null && !before.works() && now.works()) {
            LOG.info("Network adapter {} works again", now.name());
        }
    }
}
