package dev.pollux.server.redundancy.loop;

import dev.pollux.server.redundancy.LinkView;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.ServiceLevel;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.link.LinkFacts;
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
 * @param partners the other stations, in the order of the set
 * @param links both directions of each link
 * @param witness what is known of the witness's lease; empty where no witness is configured
 * @param runtimeActive false once the runtime is being deactivated
 * @param history times of loss, return and switch
 */
public record PairSnapshot(
        StationState state,
        Validation own,
        ServiceLevel serviceLevel,
        int clients,
        List<Partner> partners,
        List<LinkStatus> links,
        String witness,
        boolean runtimeActive,
        PairHistory history) {
    private static final Partner NOBODY =
            new Partner(PartnerView.unmet("", PartnerView.Availability.UNKNOWN), Optional.empty(), Optional.empty());

    public PairSnapshot {
        partners = List.copyOf(partners);
        links = List.copyOf(links);
    }

    /** The foremost partner: the Master among them, else one that is there, else the first. In a pair the only one. */
    static Partner foremost(List<Partner> partners) {
        return partners.stream()
                .filter(Partner::leads)
                .findFirst()
                .or(() -> partners.stream()
                        .filter(each -> each.view().present().isPresent())
                        .findFirst())
                .or(() -> partners.stream().findFirst())
                .orElse(NOBODY);
    }

    /** The foremost partner as the rules see it. */
    public PartnerView partner() {
        return foremost(partners).view();
    }

    /** What else the foremost partner said, also when it is gone. */
    public Optional<PartnerStation> partnerStation() {
        return foremost(partners).station();
    }

    /** The foremost partner's wall clock minus the own, as last measured, in steps of 10 ms. */
    public Optional<Duration> clockOffset() {
        return foremost(partners).clockOffset();
    }

    /** Name of the station that leads, if this station knows one. */
    public Optional<String> masterAmongPartners() {
        return partners.stream()
                .filter(Partner::leads)
                .map(each -> each.view().name())
                .findFirst();
    }

    /** The partner of this name. */
    public Optional<Partner> partner(String name) {
        return partners.stream().filter(each -> each.view().name().equals(name)).findFirst();
    }

    /**
     * One other station.
     *
     * @param view as the rules see it
     * @param station what else it said, also when it is gone
     * @param clockOffset its wall clock minus the own, as last measured, in steps of 10 ms
     */
    public record Partner(PartnerView view, Optional<PartnerStation> station, Optional<Duration> clockOffset) {
        boolean leads() {
            return view.present()
                    .filter(said -> said.state() == RoleState.MASTER)
                    .isPresent();
        }
    }

    /** The same in Fault and with another level, as nobody decides any more. */
    public PairSnapshot stuck(ServiceLevel level) {
        return new PairSnapshot(state.stuck(), own, level, clients, partners, links, witness, runtimeActive, history);
    }

    /**
     * One link.
     *
     * @param name of the link
     * @param ownToPartner own exchanges are answered
     * @param partnerToOwn exchanges of the partner arrive
     * @param facts its kind, where it leads, and why it does not work
     */
    public record LinkStatus(String name, boolean ownToPartner, boolean partnerToOwn, LinkFacts facts) {
        static LinkStatus of(LinkView link, Duration uptime, Duration failAfter, LinkFacts facts) {
            return new LinkStatus(link.name(), link.answers(uptime, failAfter), link.hears(uptime, failAfter), facts);
        }

        /** Whether both directions work. */
        public boolean up() {
            return ownToPartner && partnerToOwn;
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
