package dev.pollux.server.project;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every key of {@code redundancy.witness}. */
final class WitnessKeys {
    static final Key<List<String>> ENDPOINTS = Key.required(
            "endpoints",
            new Listed<>(
                    Shapes.matching(
                            "a URL such as http://host:2379",
                            512,
                            "https?://([A-Za-z0-9][A-Za-z0-9_.-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}\\]):[0-9]{1,5}",
                            text -> Optional.of(text).filter(WitnessKeys::hasPort)),
                    "etcd endpoints",
                    1,
                    9,
                    true),
            "Client URLs of the members of one etcd cluster, all with http or all with https.");
    static final Key<Duration> LEASE = Key.standard(
            "lease",
            Shapes.duration("2s", "60s"),
            "5s",
            "How long a station that fell silent keeps the lease, in whole seconds. A takeover after a failure waits"
                    + " for its end.");
    static final Key<Values> WITNESS = Key.optional(
            "witness",
            new Section(ENDPOINTS, LEASE),
            "A third place that lets only one station lead, so that two Masters at once cannot happen. Needed in a"
                    + " set of three stations or more. See docs/concepts/witness.md.");

    private WitnessKeys() {}

    private static boolean hasPort(String url) {
        int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
        return port >= 1 && port <= 65535;
    }

    /** Reports what concerns more than one value. */
    static void check(Values redundancy, Faults faults) {
        redundancy.find(WITNESS).ifPresent(witness -> {
            witness.find(ENDPOINTS)
                    .filter(endpoints -> !WitnessConfig.oneScheme(endpoints))
                    .ifPresent(endpoints ->
                            witness.fault(faults, ENDPOINTS, "must all begin with http:// or all with https://"));
            witness.find(LEASE)
                    .filter(lease -> lease.toMillisPart() != 0)
                    .ifPresent(lease -> witness.fault(faults, LEASE, "must be whole seconds, as etcd counts them"));
        });
    }

    static Optional<WitnessConfig> config(Values redundancy) {
        return redundancy.find(WITNESS).map(witness -> new WitnessConfig(witness.get(ENDPOINTS), witness.get(LEASE)));
    }
}
