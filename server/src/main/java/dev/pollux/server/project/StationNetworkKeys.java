package dev.pollux.server.project;

import dev.pollux.server.project.StationConfig.NetworkWatch;
import dev.pollux.server.project.StationConfig.ReferenceHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every key of the section {@code network} in a station file. */
final class StationNetworkKeys {
    /** Echo: a host that is there answers, mostly by refusing. */
    private static final int ANY_PORT = 7;

    static final Key<List<String>> ADAPTERS = Key.standard(
            "adapters",
            new Listed<>(
                    Shapes.matching("a name of a network interface, such as eth0", 64, "[A-Za-z0-9][A-Za-z0-9_.:@-]*"),
                    "interfaces",
                    0,
                    8,
                    true),
            "[]",
            "Network interfaces that lead to the plant's network. It counts as lost when each is down or"
                    + " without carrier or address.");
    static final Key<List<ReferenceHost>> HOSTS = Key.standard(
            "hosts",
            new Listed<>(
                    Shapes.matching(
                            "an IP address with or without a port, such as 10.0.0.1:502 or [fe80::1]:502",
                            53,
                            StationKeys.IPV4 + "(:[0-9]{1,5})?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"
                                    + "|\\[[0-9A-Fa-f:.]*\\](:[0-9]{1,5})?",
                            StationNetworkKeys::host),
                    "hosts",
                    0,
                    8,
                    true),
            "[]",
            "Hosts in the plant's network, at best two or more. A TCP connection is tried to the port, or to 7; a"
                    + " refusal is an answer too. The network counts as lost when none answers.");
    static final Key<Duration> LOST_AFTER = Key.standard(
            "lost-after",
            Shapes.duration("500ms", "60s"),
            "2s",
            "How long no host has answered before the network counts as lost; it counts as back after as long.");
    static final Key<Values> NETWORK = Key.standard(
            "network",
            new Section(ADAPTERS, HOSTS, LOST_AFTER),
            "{}",
            "How this station finds out that it has lost the plant's network; see docs/how-to/networks.md.");

    private StationNetworkKeys() {}

    private static Optional<ReferenceHost> host(String text) {
        boolean bracketed = text.startsWith("[");
        int colon = text.lastIndexOf(':');
        boolean plainSix = !bracketed && text.indexOf(':') != colon;
        boolean hasPort = !plainSix && colon > text.indexOf(']');
        String address =
                (hasPort ? text.substring(0, colon) : text).replace("[", "").replace("]", "");
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : ANY_PORT;
        return StationKeys.address(address) && !address.isEmpty() && port >= 1 && port <= 65535
                ? Optional.of(new ReferenceHost(address, port))
                : Optional.empty();
    }

    /** The section without faults. */
    static NetworkWatch watch(Values network) {
        return new NetworkWatch(network.get(ADAPTERS), network.get(HOSTS), network.get(LOST_AFTER));
    }
}
