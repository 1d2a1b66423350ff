package dev.pollux.server.project;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The redundant set and the timing of its decisions.
 *
 * @param stations names of the members in a fixed order; one name means no redundancy (Standalone), two a pair, more
 *     only with a witness
 * @param defaultMaster who leads when both start at the same time; without it the lower name does
 * @param startupWait how long a starting station looks for its partner before it leads alone, at least {@code
 *     failAfter}
 * @param stability how long a difference in connected devices must last before it acts
 * @param networkStability how long one station must be cut off from the plant's network before it acts
 * @param heartbeat distance of two exchanges on a partner link
 * @param failAfter silence on a link after which it counts as failed, at least 3 heartbeats and 300 ms
 * @param mode what a station that does not lead does; of no meaning without redundancy
 * @param witness a third place that lets only one station lead
 * @param enabled false for commissioning: each station of the set runs alone, as if it had no partner
 * @param switchClients whether a station that has lost devices tells its clients to use the partner
 */
public record RedundancyConfig(
        List<String> stations,
        Optional<String> defaultMaster,
        Duration startupWait,
        Duration stability,
        Duration networkStability,
        Duration heartbeat,
        Duration failAfter,
        Mode mode,
        Optional<WitnessConfig> witness,
        boolean enabled,
        boolean switchClients) {
    private static final Duration NETWORK_STABILITY = Duration.ofSeconds(1);
    private static final Duration FAIL_AFTER_MIN = Duration.ofMillis(300);

    public RedundancyConfig {
        stations = List.copyOf(stations);
        if (stations.isEmpty() || Set.copyOf(stations).size() < stations.size()) {
            throw new IllegalArgumentException("a set has one station or several different ones, not " + stations);
        }
        if (stations.size() > 2 && witness.isEmpty()) {
            throw new IllegalArgumentException("a set of " + stations.size() + " stations needs a witness");
        }
        if (defaultMaster.isPresent() && !stations.contains(defaultMaster.get())) {
            throw new IllegalArgumentException(
                    "default master " + defaultMaster.get() + " must be one of the stations " + stations);
        }
        if (startupWait.isNegative() || stability.isNegative() || networkStability.isNegative()) {
            throw new IllegalArgumentException("startup wait " + startupWait + ", stability " + stability
                    + " and network stability " + networkStability + " must not be negative");
        }
        if (startupWait.compareTo(failAfter) < 0) {
            throw new IllegalArgumentException(
                    "startup wait " + startupWait + " must be at least fail-after (" + failAfter + ")");
        }
        if (heartbeat.isNegative() || heartbeat.isZero()) {
            throw new IllegalArgumentException("heartbeat must be above 0, not " + heartbeat);
        }
        if (failAfter.compareTo(heartbeat.multipliedBy(3)) < 0 || failAfter.compareTo(FAIL_AFTER_MIN) < 0) {
            throw new IllegalArgumentException("fail-after " + failAfter + " must be at least 3 x heartbeat ("
                    + heartbeat + ") and " + FAIL_AFTER_MIN);
        }
    }

    /** A Hot pair without a witness. */
    public RedundancyConfig(
            List<String> stations,
            Optional<String> defaultMaster,
            Duration startupWait,
            Duration stability,
            Duration heartbeat,
            Duration failAfter) {
        this(stations, defaultMaster, startupWait, stability, heartbeat, failAfter, Mode.HOT);
    }

    /** A pair without a witness. */
    public RedundancyConfig(
            List<String> stations,
            Optional<String> defaultMaster,
            Duration startupWait,
            Duration stability,
            Duration heartbeat,
            Duration failAfter,
            Mode mode) {
        this(
                stations,
                defaultMaster,
                startupWait,
                stability,
                NETWORK_STABILITY,
                heartbeat,
                failAfter,
                mode,
                Optional.empty(),
                true,
                true);
    }

    /**
     * What a station that does not lead does (OPC 10000-4 §6.6.2.4.4). HotAndMirrored does not exist yet, so it cannot
     * be said.
     */
    public enum Mode {
        /** It reads all devices and serves clients. */
        HOT,
        /** It serves clients, but reads only the devices that take more than one connection. */
        WARM,
        /** It reads no device and serves no clients. */
        COLD,
        /** Like Warm, and the set shows a primary and its backup (OPC 10000-5 §6.3.15). */
        BACKUP
    }

    /** All stations, who goes first among equals first: the default master, else the lowest name; then as listed. */
    public List<String> order() {
        String first = defaultMaster.orElseGet(() -> Collections.min(stations));
        List<String> order = new ArrayList<>(stations);
        order.remove(first);
        order.add(0, first);
        return List.copyOf(order);
    }

    /** Whether the project has partners, be they in use or not. */
    public boolean isSet() {
        return stations.size() > 1;
    }

    /** Whether there is a partner to work with. */
    public boolean isPair() {
        return enabled && isSet();
    }

    /** The stations that {@code self} works with, itself among them, in the order of the set. */
    public List<String> acting(String self) {
        return enabled ? stations : List.of(self);
    }
}
