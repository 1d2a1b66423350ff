package dev.pollux.server;

import dev.pollux.server.redundancy.PartnerReport;
import dev.pollux.server.redundancy.PartnerView;
import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.ServiceLevel;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.link.LinkFacts;
import dev.pollux.server.redundancy.link.LinkLedger;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import dev.pollux.server.redundancy.loop.PairSnapshot.LinkStatus;
import dev.pollux.server.space.system.PairDetails;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Explains the state of the pair to who looks for a fault. Used by one thread. */
final class StationDetails {
    private final Map<String, LinkLedger> ledgers;
    private final Optional<StationSync> sync;
    private final LongSupplier nanos;
    private Optional<StationState.Pending> pending = Optional.empty();
    private long pendingSince;

    /**
     * Of one station.
     *
     * @param ledgers what is known of the links to each partner
     * @param sync compares the archives
     * @param nanos monotonic time
     */
    StationDetails(Map<String, LinkLedger> ledgers, Optional<StationSync> sync, LongSupplier nanos) {
        this.ledgers = ledgers;
        this.sync = sync;
        this.nanos = nanos;
    }

    /** What clients are shown of a state of the pair now. */
    PairDetails of(PairSnapshot pair) {
        StationState state = pair.state();
        ServiceLevel level = pair.serviceLevel();
        return new PairDetails(
                state.current(),
                new PairDetails.Level(
                        level.band().text(),
                        level.parts().stream().map(ServiceLevel.Part::line).toList()),
                sync.map(each -> each.preference().name().toLowerCase(Locale.ROOT))
                        .orElse("none"),
                pair.runtimeActive() && !pair.partners().isEmpty(),
                pair.runtimeActive(),
                text(pair.own()),
                Optional.of(pair.partner())
                        .flatMap(PartnerView::present)
                        .map(PartnerReport::validation)
                        .map(StationDetails::text)
                        .orElse(""),
                lasting(state),
                links(pair.links()));
    }

    private static String text(Validation able) {
        return (able.healthy() ? "healthy" : "defect") + ", "
                + (able.plantNetwork() ? "plant network reached" : "cut off from the plant network") + ", "
                + able.devicesConnected() + " of " + able.devicesConfigured() + " devices, " + able.devicesCompared()
                + " compared" + (able.inService() ? "" : ", out of service");
    }

    private Optional<PairDetails.Pending> lasting(StationState state) {
        if (!state.pending().equals(pending)) {
            pending = state.pending();
            pendingSince = nanos.getAsLong();
        }
        return pending.map(each -> new PairDetails.Pending(
                each.cause().text(),
                each.cause() == Reason.PROCESS_CONNECTION || each.cause() == Reason.PROCESS_CONNECTION_REPAIRED,
                Duration.ofNanos(nanos.getAsLong() - pendingSince)));
    }

    private PairDetails.Links links(List<LinkStatus> links) {
        List<LinkStatus> main = of(links, LinkFacts.Kind.MAIN);
        return new PairDetails.Links(
                main.stream().anyMatch(LinkStatus::ownToPartner),
                main.stream().anyMatch(LinkStatus::partnerToOwn),
                directions(of(links, LinkFacts.Kind.STATUS)),
                directions(of(links, LinkFacts.Kind.SERIAL)),
                links.stream()
                        .map(link -> StationLinks.roundTrip(ledgers, link.name()))
                        .toList());
    }

    private static List<LinkStatus> of(List<LinkStatus> links, LinkFacts.Kind kind) {
        return links.stream().filter(link -> link.facts().kind() == kind).toList();
    }

    private static String directions(List<LinkStatus> links) {
        if (links.isEmpty()) {
            return "none";
        }
        boolean to = links.stream().anyMatch(LinkStatus::ownToPartner);
        boolean from = links.stream().anyMatch(LinkStatus::partnerToOwn);
        return to == from ? (to ? "up" : "down") : to ? "only to partner" : "only from partner";
    }
}
