package dev.pollux.server.project;

import java.time.Duration;
import java.util.List;

/**
 * The witness of a set: an etcd cluster that grants a lease to one station at a time.
 *
 * @param endpoints client URLs of the members of one etcd cluster, 1 to 9, all
 *     with http or all with https
 * @param lease how long a station that fell silent keeps the lease, 2 s to 60 s, whole seconds as etcd counts
 */
public record WitnessConfig(List<String> endpoints, Duration lease) {
    private static final int ENDPOINTS_MAX = 9;
    private static final Duration LEASE_MIN = Duration.ofSeconds(2);
    private static final Duration LEASE_MAX = Duration.ofSeconds(60);

    public WitnessConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty() || endpoints.size() > ENDPOINTS_MAX) {
            throw new IllegalArgumentException("a witness has 1 to " + ENDPOINTS_MAX + " endpoints, not " + endpoints);
        }
        if (!oneScheme(endpoints)) {
            throw new IllegalArgumentException("a witness is reached by http or by https, not by both: " + endpoints);
        }
        if (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(LEASE_MAX) > 0 || lease.toMillisPart() != 0) {
            throw new IllegalArgumentException("the lease must be from 2 s to 60 s in whole seconds, not " + lease);
        }
    }

    /** Whether connections are encrypted. */
    public boolean encrypted() {
        return endpoints.get(0).startsWith("https");
    }

    static boolean oneScheme(List<String> endpoints) {
        return endpoints.stream()
                        .map(each -> each.startsWith("https"))
                        .distinct()
                        .count()
                <= 1;
    }
}
