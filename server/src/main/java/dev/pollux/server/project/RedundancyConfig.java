package dev.pollux.server.project;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The redundant set and the timing of its decisions.
 *
 * @param stations names of the members in a fixed order; one name means no redundancy (Standalone), two a pair
 * @param defaultMaster who leads when both start at the same time; without it the lower name does
 * @param startupWait how long a starting station looks for its partner before it leads alone, at least {@code
 *     failAfter}
 * @param stability how long a difference in connected devices must last before it acts
 * @param heartbeat distance of two exchanges on a partner link
 * @param failAfter silence on a link after which it counts as failed, at least 3 heartbeats and 300 ms
 * @param mode what a station that does not lead does; of no meaning without redundancy
 */
public record RedundancyConfig(
        List<String> stations,
        Optional<String> defaultMaster,
        Duration startupWait,
        Duration stability,
        Duration heartbeat,
        Duration failAfter,
        Mode mode) {
    private static final Duration FAIL_AFTER_MIN = Duration.ofMillis(300);

    public RedundancyConfig {
        stations = List.copyOf(stations);
        if (stations.isEmpty() || stations.size() > 2 || Set.copyOf(stations).size() < stations.size()) {
            throw new IllegalArgumentException("a set has one station or two different ones, not " + stations);
        }
        if (defaultMaster.isPresent() && !stations.contains(defaultMaster.get())) {
            throw new IllegalArgumentException(
                    "default master " + defaultMaster.get() + " must be one of the stations " + stations);
        }
        if (startupWait.isNegative() || stability.isNegative()) {
            throw new IllegalArgumentException(
                    "startup wait " + startupWait + " and stability " + stability + " must not be negative");
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

    /** A Hot set. */
    public RedundancyConfig(
            List<String> stations,
            Optional<String> defaultMaster,
            Duration startupWait,
            Duration stability,
            Duration heartbeat,
            Duration failAfter) {
        this(stations, defaultMaster, startupWait, stability, heartbeat, failAfter, Mode.HOT);
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

    /** Whether there is a partner at all. */
    public boolean isPair() {
        return stations.size() > 1;
    }
}
