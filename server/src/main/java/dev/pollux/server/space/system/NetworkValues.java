package dev.pollux.server.space.system;

import java.util.List;

/**
 * What a station shows of the plant's network, at one moment.
 *
 * @param reachable whether the station counts it as reached
 * @param reason why not; empty if it does
 * @param adapters one line for each watched adapter
 * @param hosts one line for each reference host
 */
public record NetworkValues(boolean reachable, String reason, List<String> adapters, List<String> hosts) {
    /** Nothing is watched. */
    public static final NetworkValues NONE = new NetworkValues(true, "", List.of(), List.of());

    public NetworkValues {
        adapters = List.copyOf(adapters);
        hosts = List.copyOf(hosts);
    }
}
