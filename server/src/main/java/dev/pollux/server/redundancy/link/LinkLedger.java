package dev.pollux.server.redundancy.link;

import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.StationConfig.PartnerLink;
import dev.pollux.server.redundancy.link.LinkTrouble.Cause;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the links have found out at their other end, and the messages about it. May be used by any threads. */
public final class LinkLedger {
    private final String partner;
    private final Messages messages;
    private final Map<String, LinkFacts> facts = new ConcurrentHashMap<>();
    // Guarded by this: a cause is told once until the partner has answered, however many links find it.
    private final Set<Cause> told = EnumSet.noneOf(Cause.class);
    private final Map<String, Duration> roundTrips = new ConcurrentHashMap<>();
    private final ClockOffset clockOffset = new ClockOffset();

    /**
     * Nothing is known yet.
     *
     * @param partner name of the partner
     * @param links of the station
     * @param messages for operators
     */
    public LinkLedger(String partner, List<PartnerLink> links, Messages messages) {
        this.partner = partner;
        this.messages = messages;
        for (PartnerLink link : links) {
            facts.put(link.id(), new LinkFacts(kind(link), address(link), Optional.of(LinkTrouble.NOT_TRIED)));
        }
    }

    private static LinkFacts.Kind kind(PartnerLink link) {
        if (link.serial().isPresent()) {
            return LinkFacts.Kind.SERIAL;
        }
        return switch (link.kind()) {
            case MAIN -> LinkFacts.Kind.MAIN;
            case STATUS -> LinkFacts.Kind.STATUS;
        };
    }

    private static String address(PartnerLink link) {
        return link.serial()
                .map(line -> line.port())
                .orElseGet(() -> link.urls().get(0));
    }

    /** What is known of a link of this id; empty for a link to somebody else. */
    public Optional<LinkFacts> find(String link) {
        return Optional.ofNullable(facts.get(link));
    }

    private LinkFacts of(String link) {
        return find(link).orElseGet(LinkFacts::unknown);
    }

    /** The partner has answered there. */
    synchronized void up(String link, String address) {
        if (of(link).kind() == LinkFacts.Kind.SERIAL
                && of(link).trouble()
                        .filter(each -> each.cause() != Cause.NOT_TRIED)
                        .isPresent()) {
            messages.raise(SystemMessage.SERIAL_LINK_RESTORED);
        }
        facts.put(link, new LinkFacts(of(link).kind(), address, Optional.empty()));
        told.clear();
    }

    /** An attempt has failed. */
    synchronized void down(String link, LinkTrouble trouble) {
        roundTrips.remove(link);
        LinkFacts before = of(link);
        if (before.kind() == LinkFacts.Kind.SERIAL
                && before.trouble()
                        .filter(each -> each.cause() != Cause.NOT_TRIED)
                        .isEmpty()) {
            messages.raise(SystemMessage.SERIAL_LINK_LOST);
        }
        facts.put(link, new LinkFacts(before.kind(), before.address(), Optional.of(trouble)));
        if (!told.add(trouble.cause())) {
            return;
        }
        switch (trouble.cause()) {
            case NO_SERVER -> messages.raise(SystemMessage.PARTNER_SERVER_NOT_STARTED, partner);
            case NOT_OF_SET, UNTRUSTED -> messages.raise(SystemMessage.PARTNER_NOT_OF_SET, partner);
            case DISABLED ->
                messages.raise(
                        SystemMessage.PROJECTS_DIFFER, "redundancy.enabled is true here and false on " + partner);
            case NOT_TRIED, SILENT, FAILED -> {
                // The links themselves are told as down; more is not known.
            }
        }
    }

    /** How long the last exchange over a link took; empty if there was none since it failed last. */
    public Optional<Duration> roundTrip(String link) {
        return Optional.ofNullable(roundTrips.get(link));
    }

    /** An exchange was answered. */
    void answeredIn(String link, Duration roundTrip) {
        roundTrips.put(link, roundTrip);
    }

    /**
     * The same, with what it says of the clocks.
     *
     * @return the partner's clock minus the own one, by the best of the last exchanges on any link
     */
    synchronized Duration measured(String link, Duration roundTrip, Duration offset) {
        answeredIn(link, roundTrip);
        return clockOffset.measured(roundTrip, offset);
    }
}
