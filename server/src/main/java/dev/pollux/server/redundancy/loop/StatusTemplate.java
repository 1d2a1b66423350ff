package dev.pollux.server.redundancy.loop;

import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.link.StationStatus;
import java.time.Instant;
import java.util.List;

/**
 * What stays the same in all status that a station sends.
 *
 * @param station own name
 * @param applicationUri own
 * @param fingerprint of the project
 * @param discoveryUrls own
 */
public record StatusTemplate(String station, String applicationUri, String fingerprint, List<String> discoveryUrls) {
    StationStatus status(String link, NumberedReport report, int serviceLevel, int clients, List<String> devicesLost) {
        return new StationStatus(
                station,
                applicationUri,
                link,
                report,
                serviceLevel,
                clients,
                fingerprint,
                Instant.now(),
                discoveryUrls,
                devicesLost);
    }
}
