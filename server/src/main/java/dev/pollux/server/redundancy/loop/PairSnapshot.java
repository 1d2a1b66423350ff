package dev.pollux.server.redundancy.loop;

import dev.pollux.server.redundancy.LinkView;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.ServiceLevel;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.link.StationStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that the pair knows of itself at one moment, for nodes, links and command line. Holds no running times, so two
 * snapshots are equal unless something happened in between.
 *
 * @param state own state
 * @param own own ability
 * @param serviceLevel own level and its reason
 * @param clients own client sessions
 * @param partner the partner as the rules see it
 * @param partnerStation what else it said, also when it is gone
 * @param links both directions of each link
 * @param clockOffset partner's wall clock minus the own, as last measured, in steps of 10 ms
 * @param history times of loss, return and switch
 */
public record PairSnapshot(
        StationState state,
        Validation own,
        ServiceLevel serviceLevel,
        int clients,
        PartnerView partner,
        Optional<PartnerStation> partnerStation,
        List<LinkStatus> links,
        Optional<Duration> clockOffset,
        PairHistory history) {

    /** The same with another level, as nobody decides any more. */
    public PairSnapshot stuck(ServiceLevel level) {
        return new PairSnapshot(state, own, level, clients, partner, partnerStation, links, clockOffset, history);
    }

    /**
     * One link.
     *
     * @param name of the link
     * @param ownToPartner own exchanges are answered
     * @param partnerToOwn exchanges of the partner arrive
     */
    public record LinkStatus(String name, boolean ownToPartner, boolean partnerToOwn) {
        static LinkStatus of(LinkView link, Duration uptime, Duration failAfter) {
            return new LinkStatus(link.name(), link.answers(uptime, failAfter), link.hears(uptime, failAfter));
        }
    }

    /**
     * The partner's own word about itself, without what changes at every exchange.
     *
     * @param name of the station
     * @param applicationUri of the station
     * @param serviceLevel 0..255
     * @param clients its sessions of clients
     * @param fingerprint of its project
     * @param discoveryUrls where clients reach it
     * @param devicesLost devices that it leads with and has lacked for long
     */
    public record PartnerStation(
            String name,
            String applicationUri,
            int serviceLevel,
            int clients,
            String fingerprint,
            List<String> discoveryUrls,
            List<String> devicesLost) {
        static PartnerStation of(StationStatus s) {
            return new PartnerStation(
                    s.station(),
                    s.applicationUri(),
                    s.serviceLevel(),
                    s.clients(),
                    s.fingerprint(),
                    s.discoveryUrls(),
                    s.devicesLost());
        }
    }
}
