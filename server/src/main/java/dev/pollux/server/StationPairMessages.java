package dev.pollux.server;

import dev.pollux.server.message.Messages;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.PairFacts;
import dev.pollux.server.redundancy.PairMessages;
import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import dev.pollux.server.redundancy.loop.PairSnapshot.LinkStatus;
import dev.pollux.server.redundancy.loop.PairSnapshot.PartnerStation;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Raises what follows from each state of the pair, and from what of it lasts. Used by one thread. */
final class StationPairMessages implements Consumer<PairSnapshot> {
    private final PairMessages rules = new PairMessages();
    private final Messages messages;
    private final String fingerprint;
    private final String partner;
    private final Set<String> mainLinks;
    private final boolean witnessed;
    private final long start = System.nanoTime();

    private StationPairMessages(Messages messages, StationConfig config, Project project) {
        this.messages = messages;
        fingerprint = project.fingerprint();
        partner = project.redundancy().stations().stream()
                .filter(name -> !name.equals(config.station()))
                .findFirst()
                .orElse("");
        witnessed = project.redundancy().witness().isPresent();
        mainLinks = config.partnerLinks().stream()
                .filter(link -> link.kind() == PartnerLink.Kind.MAIN)
                .map(PartnerLink::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Raises messages after something else was done with a state. */
    static Consumer<PairSnapshot> after(
            Consumer<PairSnapshot> first, Messages messages, StationConfig config, Project project) {
        return first.andThen(new StationPairMessages(messages, config, project));
    }

    @Override
    public void accept(PairSnapshot pair) {
        PairFacts facts = new PairFacts(
                Duration.ofNanos(System.nanoTime() - start),
                pair.state().role(),
                pair.state().reason(),
                pair.partnerStation().map(PartnerStation::name).orElse(partner),
                pair.partner().availability(),
                pair.partner().report().map(this::partner),
                fingerprint,
                pair.partnerStation().map(PartnerStation::fingerprint),
                pair.links().stream().map(this::link).toList());
        rules.seen(facts)
                .forEach(each -> messages.raise(each.message(), each.values().toArray()));
    }

    private PairFacts.Partner partner(PartnerReport report) {
        Validation validation = report.validation();
        return new PairFacts.Partner(
                report.state(),
                report.able(),
                validation.healthy(),
                validation.devicesConnected(),
                validation.devicesConfigured(),
                !witnessed || report.witness());
    }

    private PairFacts.Link link(LinkStatus link) {
        return new PairFacts.Link(
                link.name(), mainLinks.contains(link.name()), link.ownToPartner() && link.partnerToOwn());
    }
}
