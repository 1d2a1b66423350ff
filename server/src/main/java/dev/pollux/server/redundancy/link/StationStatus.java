package dev.pollux.server.redundancy.link;

import dev.pollux.server.redundancy.NumberedReport;
import java.time.Instant;
import java.util.List;

/**
 * What two stations tell each other at every exchange.
 *
 * @param station name of the sender
 * @param applicationUri of the sender
 * @param link name of the link that it is sent over
 * @param report the part that decisions need
 * @param serviceLevel 0..255
 * @param clients sessions of clients
 * @param fingerprint of the sender's project
 * @param wallClock of the sender when it was sent
 * @param discoveryUrls where clients reach the sender
 */
public record StationStatus(
        String station,
        String applicationUri,
        String link,
        NumberedReport report,
        int serviceLevel,
        int clients,
        String fingerprint,
        Instant wallClock,
        List<String> discoveryUrls) {
    private static final int URLS_MAX = 32;

    public StationStatus {
        if (serviceLevel < 0 || serviceLevel > 255) {
            throw new IllegalArgumentException("serviceLevel must be 0..255, not " + serviceLevel);
        }
        if (clients < 0) {
            throw new IllegalArgumentException("clients must not be negative, not " + clients);
        }
        if (discoveryUrls.size() > URLS_MAX) {
            throw new IllegalArgumentException("at most " + URLS_MAX + " discoveryUrls, not " + discoveryUrls.size());
        }
        discoveryUrls = List.copyOf(discoveryUrls);
    }
}
