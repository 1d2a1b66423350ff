package dev.pollux.server.network;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * When the plant's network counts as lost: at once when no watched adapter works, as that leaves no doubt; after a
 * while when none of the reference hosts answers, as each of them may be restarted or busy. It is back when an adapter
 * works and, if hosts are asked, some host has answered for as long.
 */
public final class PlantNetworkRules {
    private final Duration lostAfter;

    /** @param lostAfter how long no host has answered, or one has again, before that counts */
    public PlantNetworkRules(Duration lostAfter) {
        this.lostAfter = lostAfter;
    }

    /**
     * The network from now on.
     *
     * @param before what was known
     * @param uptime monotonic
     * @param adapters watched, empty if none is
     * @param hosts asked, empty if none is
     */
    public PlantNetwork next(PlantNetwork before, Duration uptime, List<AdapterState> adapters, List<HostState> hosts) {
        boolean answers = hosts.stream().anyMatch(HostState::answered);
        Optional<Duration> answersSince = since(answers && !hosts.isEmpty(), before.answersSince(), uptime);
        Optional<Duration> silentSince = since(!answers && !hosts.isEmpty(), before.silentSince(), uptime);
        String reason = reason(before, uptime, adapters, hosts, new Since(answersSince, silentSince));
        return new PlantNetwork(reason.isEmpty(), reason, answersSince, silentSince, adapters, hosts);
    }

    private record Since(Optional<Duration> answers, Optional<Duration> silent) {}

    private String reason(
            PlantNetwork before, Duration uptime, List<AdapterState> adapters, List<HostState> hosts, Since since) {
        if (!adapters.isEmpty() && adapters.stream().noneMatch(AdapterState::works)) {
            return "no watched adapter works ("
                    + adapters.stream().map(AdapterState::text).collect(Collectors.joining(", ")) + ")";
        }
        if (hosts.isEmpty()) {
            return "";
        }
        boolean lost = before.reachable()
                ? lasted(since.silent(), uptime)
                // Adapters alone have lost it: as soon as one works the hosts are asked whether it is back.
                : !lasted(since.answers(), uptime);
        return lost
                ? "no reference host answers ("
                        + hosts.stream().map(HostState::host).collect(Collectors.joining(", ")) + ")"
                : "";
    }

    private boolean lasted(Optional<Duration> since, Duration uptime) {
        return since.isPresent() && uptime.minus(since.get()).compareTo(lostAfter) >= 0;
    }

    private static Optional<Duration> since(boolean now, Optional<Duration> before, Duration uptime) {
        return now ? Optional.of(before.orElse(uptime)) : Optional.empty();
    }
}
