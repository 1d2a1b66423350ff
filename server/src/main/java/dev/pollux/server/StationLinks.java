package dev.pollux.server;

import dev.pollux.server.message.Messages;
import dev.pollux.server.project.RedundancyConfig;
import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.link.LinkFacts;
import dev.pollux.server.redundancy.link.LinkIdentity;
import dev.pollux.server.redundancy.link.LinkLedger;
import dev.pollux.server.redundancy.link.LinkWorker;
import dev.pollux.server.redundancy.link.PartnerLinkWorker;
import dev.pollux.server.redundancy.link.SerialLinkWorker;
import dev.pollux.server.redundancy.link.SerialLinkWorker.Peer;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.security.Pki;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The links of a station to its partner, each with its own thread. */
final class StationLinks {
    private static final Logger LOG = LoggerFactory.getLogger(StationLinks.class);

    private StationLinks() {}

    /**
     * What is to be learnt about the links to each partner.
     *
     * @param messages for operators
     */
    static Map<String, LinkLedger> ledgers(StationPartners partners, Messages messages) {
        Map<String, LinkLedger> ledgers = new LinkedHashMap<>();
        partners.names().forEach(name -> ledgers.put(name, new LinkLedger(name, partners.links(name), messages)));
        return ledgers;
    }

    /** What is known of a link of this id. */
    static LinkFacts facts(Map<String, LinkLedger> ledgers, String id) {
        return ledgers.values().stream()
                .flatMap(ledger -> ledger.find(id).stream())
                .findFirst()
                .orElseGet(LinkFacts::unknown);
    }

    /** How long the last exchange over a link of this id took. */
    static Optional<Duration> roundTrip(Map<String, LinkLedger> ledgers, String id) {
        return ledgers.values().stream()
                .flatMap(ledger -> ledger.roundTrip(id).stream())
                .findFirst();
    }

    /**
     * Links to one partner that do not run yet.
     *
     * @param links to it
     * @param peer who speaks with whom
     * @param loop takes what comes
     * @param ledger takes what is found at the other end
     * @param beforeTelling waits, with a bound, until clients are shown what the partner is about to be told
     */
    static List<LinkWorker> of(
            List<PartnerLink> links,
            RedundancyConfig redundancy,
            Peer peer,
            RedundancyLoop loop,
            LinkLedger ledger,
            Runnable beforeTelling) {
        PartnerLinkWorker.Timing timing = new PartnerLinkWorker.Timing(redundancy.heartbeat(), redundancy.failAfter());
        return links.stream()
                .<LinkWorker>map(link -> link.serial().isPresent()
                        ? new SerialLinkWorker(link, peer, loop, ledger, timing, beforeTelling)
                        : new PartnerLinkWorker(link, peer.uri(), peer.own(), loop, ledger, timing, beforeTelling))
                .toList();
    }

    /** Who speaks with whom; the partner's keys are those of its certificates that this station trusts. */
    static Peer peer(String uri, LinkIdentity own, Pki pki) {
        return new Peer(uri, own, () -> keys(uri, pki));
    }

    private static List<PublicKey> keys(String uri, Pki pki) {
        try {
            return Stream.concat(pki.partners().stream(), pki.trusted().stream())
                    .filter(each ->
                            CertificateUtil.getSanUri(each).filter(uri::equals).isPresent())
                    .filter(each -> pki.isPartner(each, uri))
                    .map(Certificate::getPublicKey)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            LOG.warn("cannot read the partner's certificates: {}", e.toString());
            return List.of();
        }
    }
}
