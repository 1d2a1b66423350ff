package dev.pollux.server.redundancy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is known of the partner from all links. Immutable. A partner counts as failed only when every link to it is
 * silent or refused.
 *
 * @param links one view per configured link
 * @param last the newest report heard on any of them
 */
public record PartnerWatch(List<LinkView> links, Optional<NumberedReport> last) {
    /** Before anything has happened. */
    public static PartnerWatch of(List<String> linkNames) {
        return new PartnerWatch(linkNames.stream().map(LinkView::unused).toList(), Optional.empty());
    }

    /** An answer to an own exchange came. */
    public PartnerWatch answered(String link, Duration uptime, NumberedReport report) {
        return update(link, l -> l.answeredAt(uptime)).reported(report);
    }

    /** The partner began an exchange. */
    public PartnerWatch heard(String link, Duration uptime, NumberedReport report) {
        return update(link, l -> l.heardAt(uptime)).reported(report);
    }

    /** A connection was lost or refused, and the partner's host says that nobody listens there. */
    public PartnerWatch refused(String link, Duration uptime) {
        return update(link, l -> l.refusedAt(uptime));
    }

    /** A connection was accepted; whether by the partner is not known yet. */
    public PartnerWatch accepted(String link) {
        return update(link, l -> l.undecided(true));
    }

    /** Nothing at all came back from the partner's address. */
    public PartnerWatch silent(String link) {
        return update(link, l -> l.undecided(false));
    }

    /** Whether there is a link of this name. */
    public boolean knows(String link) {
        return links.stream().anyMatch(l -> l.name().equals(link));
    }

    /** The partner as the rules want to see it. */
    public PartnerView view(Duration uptime, Duration failAfter) {
        if (last.isEmpty()) {
            return links.stream().anyMatch(LinkView::undecided) ? PartnerView.LISTENING : PartnerView.UNKNOWN;
        }
        PartnerReport report = last.get().report();
        boolean alive = links.stream().anyMatch(l -> l.alive(uptime, failAfter));
        PartnerView.Availability availability = !report.runtimeActive()
                ? PartnerView.Availability.STOPPED
                : alive ? PartnerView.Availability.AVAILABLE : PartnerView.Availability.LOST;
        return new PartnerView(availability, Optional.of(report));
    }

    private PartnerWatch reported(NumberedReport report) {
        return last.isEmpty() || report.newerThan(last.get()) ? new PartnerWatch(links, Optional.of(report)) : this;
    }

    private PartnerWatch update(String link, UnaryOperator<LinkView> change) {
        List<LinkView> changed = new ArrayList<>(links.size());
        for (LinkView each : links) {
            changed.add(each.name().equals(link) ? change.apply(each) : each);
        }
        return new PartnerWatch(List.copyOf(changed), last);
    }
}
