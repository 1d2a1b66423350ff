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
 * @param devicesLost devices that the sender leads with and has lacked for long, so that the receiver may try; not all
 *     of them if there are very many
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
        List<String> discoveryUrls,
        List<String> devicesLost) {
    /** Most devices that are named; the others come when these are back. */
    public static final int LOST_MAX = 64;

    private static final int URLS_MAX = 32;

    /** A sender that has lost no device. */
    public StationStatus(
            String station,
            String applicationUri,
            String link,
            NumberedReport report,
            int serviceLevel,
            int clients,
            String fingerprint,
            Instant wallClock,
            List<String> discoveryUrls) {
        this(
                station,
                applicationUri,
                link,
                report,
                serviceLevel,
                clients,
                fingerprint,
                wallClock,
                discoveryUrls,
                List.of());
    }

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
        if (devicesLost.size() > LOST_MAX) {
            throw new IllegalArgumentException("at most " + LOST_MAX + " devicesLost, not " + devicesLost.size());
        }
        discoveryUrls = List.copyOf(discoveryUrls);
        devicesLost = List.copyOf(devicesLost);
    }
}
