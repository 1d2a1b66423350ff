package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.PartnerView.Availability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What messages to operators depend on, at one moment.
 *
 * @param uptime monotonic, never less than before
 * @param role of this station
 * @param reason of it
 * @param partner name of the partner, or what it is called while that is not known
 * @param seen whether anything is heard of it
 * @param said what it said last of itself; empty before it is heard
 * @param fingerprint of the own project
 * @param partnerFingerprint of the partner's, empty before it is heard
 * @param links all of them
 */
public record PairFacts(
        Duration uptime,
        RoleState role,
        Reason reason,
        String partner,
        Availability seen,
        Optional<Partner> said,
        String fingerprint,
        Optional<String> partnerFingerprint,
        List<Link> links) {
    public PairFacts {
        links = List.copyOf(links);
    }

    /**
     * A link to the partner.
     *
     * @param name of the link
     * @param main whether archives go over it too; else it is a status link
     * @param up whether both directions work
     */
    public record Link(String name, boolean main, boolean up) {}

    /**
     * What the partner said last of itself.
     *
     * @param state its role
     * @param able whether it could lead when asked to
     * @param healthy whether its software is without defect
     * @param devicesConnected how many devices it reaches
     * @param devicesConfigured of how many
     * @param reachesWitness whether the witness answers it; true where there is none
     */
    public record Partner(
            RoleState state,
            boolean able,
            boolean healthy,
            int devicesConnected,
            int devicesConfigured,
            boolean reachesWitness) {}

    /** The same with the links as operators are told of them. */
    PairFacts withLinks(List<Link> told) {
        return new PairFacts(uptime, role, reason, partner, seen, said, fingerprint, partnerFingerprint, told);
    }

    /** What the partner said last, if it is there. */
    Optional<Partner> present() {
        return seen == Availability.AVAILABLE ? said : Optional.empty();
    }
}
