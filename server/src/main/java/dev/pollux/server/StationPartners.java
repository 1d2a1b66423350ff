package dev.pollux.server;

import dev.pollux.server.project.Project;
import dev.pollux.server.project.RedundancyConfig;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.PairCore;
import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.RoleRules;
import dev.pollux.server.redundancy.link.ArchiveLink;
import dev.pollux.server.redundancy.link.LinkIdentity;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The other stations of the set: who they are, and which links lead to whom. In a pair every link leads to the one. */
final class StationPartners {
    private final Project project;
    private final StationConfig config;
    private final List<String> names;

    StationPartners(Project project, StationConfig config) {
        this.project = project;
        this.config = config;
        names = others(project.redundancy().acting(config.station()));
    }

    private List<String> others(List<String> stations) {
        return stations.stream().filter(name -> !name.equals(config.station())).toList();
    }

    /** In the order of the set; empty without redundancy, and while it is switched off. */
    List<String> names() {
        return names;
    }

    /** False while redundancy is switched off for commissioning. */
    boolean enabled() {
        return project.redundancy().enabled() || !project.redundancy().isSet();
    }

    String uri(String partner) {
        return project.applicationUri(partner);
    }

    /** Which other station of the set has this ApplicationUri, whether redundancy is switched on or off. */
    Optional<String> named(String applicationUri) {
        return others(project.redundancy().stations()).stream()
                .filter(name -> uri(name).equals(applicationUri))
                .findFirst();
    }

    List<PartnerLink> links(String partner) {
        return config.partnerLinks().stream()
                .filter(link -> link.station().map(partner::equals).orElse(names.size() == 1))
                .toList();
    }

    /**
     * A session to a partner's archive that is not open yet, over the links to that partner.
     *
     * @param identity the own one, for a partner with an ApplicationUri
     * @param timeout for one call
     */
    ArchiveLink archiveLink(String partner, Function<String, LinkIdentity> identity, Duration timeout) {
        return new ArchiveLink(links(partner), uri(partner), identity.apply(uri(partner)), timeout);
    }

    /** The own link that a partner calls by this name. */
    Optional<PartnerLink> link(String partner, String name) {
        return links(partner).stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /** For each partner the ids of the links to it. */
    Map<String, List<String>> linkIds() {
        Map<String, List<String>> ids = new LinkedHashMap<>();
        for (String partner : names) {
            List<String> own = links(partner).stream().map(PartnerLink::id).toList();
            if (!own.isEmpty()) {
                ids.put(partner, own);
            }
        }
        return ids;
    }

    /**
     * The core that decides for this station.
     *
     * @param term the highest one that it remembers
     */
    PairCore core(long term) {
        RedundancyConfig redundancy = project.redundancy();
        PairTiming timing = new PairTiming(
                redundancy.startupWait(),
                redundancy.stability(),
                redundancy.networkStability(),
                redundancy.heartbeat(),
                redundancy.failAfter());
        RoleRules rules = new RoleRules(timing, config.station(), redundancy.order());
        long incarnation = new SecureRandom().nextLong();
        return enabled()
                ? new PairCore(rules, timing, linkIds(), incarnation, term)
                : PairCore.disabled(rules, timing, incarnation, term);
    }
}
