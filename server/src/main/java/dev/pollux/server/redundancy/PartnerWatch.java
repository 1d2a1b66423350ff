package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.PartnerView.Availability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What is known of one partner from all links to it. Immutable. A partner counts as failed only when every link to it
 * is silent or refused.
 *
 * @param name of the partner
 * @param links one view per configured link
 * @param last the newest report heard on any of them
 * @param acknowledged the newest own exchange that it answered as one who does not lead
 * @param masterHeard uptime when it was last heard as Master; gone once its newest report says that it is not
 * @param pausedAt end of the last pause of this process itself, until it is known how things are since
 */
public record PartnerWatch(
        String name,
        List<LinkView> links,
        Optional<NumberedReport> last,
        Optional<Acknowledgement> acknowledged,
        Optional<Duration> masterHeard,
        Optional<Pause> pausedAt) {
    /**
     * An own exchange that was answered by one who does not lead.
     *
     * @param sent uptime (pauses included) when it was sent
     * @param term the highest that the partner knew when it answered
     */
    public record Acknowledgement(Duration sent, long term) {
        /** What is certain if this one and another were given. */
        Acknowledgement and(Acknowledgement other) {
            return new Acknowledgement(sent.compareTo(other.sent) < 0 ? sent : other.sent, Math.min(term, other.term));
        }
    }

    /** Before anything has happened. */
    public static PartnerWatch of(String name, List<String> linkNames) {
        return new PartnerWatch(
                name,
                linkNames.stream().map(LinkView::unused).toList(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * An answer to an own exchange came.
     *
     * @param sent uptime, pauses included, before the question was put together
     * @param uptime now
     */
    public PartnerWatch answered(String link, Duration sent, Duration uptime, NumberedReport report) {
        PartnerWatch next =
                update(link, l -> l.answeredAt(uptime)).reported(report, uptime).sure(sent);
        boolean newer =
                acknowledged.filter(each -> each.sent().compareTo(sent) >= 0).isEmpty();
        if (report.report().leads() || !newer) {
            return next;
        }
        Acknowledgement word = new Acknowledgement(sent, report.report().term());
        return new PartnerWatch(name, next.links, next.last, Optional.of(word), next.masterHeard, next.pausedAt);
    }

    /** The partner began an exchange. */
    public PartnerWatch heard(String link, Duration uptime, NumberedReport report) {
        return update(link, l -> l.heardAt(uptime)).reported(report, uptime);
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

    /**
     * This process was suspended until now: what it knows of the partner is old, and so may be what comes next, as it
     * may have waited in a socket.
     */
    public PartnerWatch paused(Pause pause) {
        return new PartnerWatch(name, links, last, acknowledged, masterHeard, Optional.of(pause));
    }

    /** Whether there is a link of this name. */
    public boolean knows(String link) {
        return links.stream().anyMatch(l -> l.name().equals(link));
    }

    /** Whether this station has promised not to lead, by answering the partner as Master. */
    boolean promised(Duration uptime, Duration promise) {
        return masterHeard.filter(at -> uptime.minus(at).compareTo(promise) < 0).isPresent();
    }

    /** The partner as the rules want to see it. */
    public PartnerView view(Duration uptime, Duration failAfter) {
        boolean answers = links.stream().anyMatch(l -> l.answers(uptime, failAfter));
        return new PartnerView(name, availability(uptime, failAfter), last.map(NumberedReport::report), answers);
    }

    private Availability availability(Duration uptime, Duration failAfter) {
        // Also of one that had stopped: it may have been started in the meantime, and lead.
        if (pausedAt.filter(pause -> unsure(pause.running(), uptime, failAfter)).isPresent()) {
            return Availability.UNSURE;
        }
        if (last.isPresent() && !last.get().report().runtimeActive()) {
            return Availability.STOPPED;
        }
        if (last.isEmpty()) {
            return links.stream().anyMatch(LinkView::undecided) ? Availability.LISTENING : Availability.UNKNOWN;
        }
        return links.stream().anyMatch(l -> l.alive(uptime, failAfter)) ? Availability.AVAILABLE : Availability.LOST;
    }

    private boolean unsure(Duration pause, Duration uptime, Duration failAfter) {
        boolean lately = uptime.minus(pause).compareTo(failAfter) <= 0;
        boolean refused = links.stream().allMatch(l -> l.refusedAfter(pause));
        return lately && !refused;
    }

    /** Only the answer to a question that was sent after the pause tells how things are now. */
    private PartnerWatch sure(Duration sent) {
        return new PartnerWatch(
                name,
                links,
                last,
                acknowledged,
                masterHeard,
                pausedAt.filter(pause -> sent.compareTo(pause.uptime()) < 0));
    }

    /**
     * The end of a pause of this process.
     *
     * @param running uptime without pauses
     * @param uptime with them
     */
    public record Pause(Duration running, Duration uptime) {}

    private PartnerWatch reported(NumberedReport report, Duration uptime) {
        boolean newer = last.isEmpty() || report.newerThan(last.get());
        Optional<NumberedReport> newest = newer ? Optional.of(report) : last;
        Optional<Duration> heard =
                report.report().leads() ? Optional.of(uptime) : newer ? Optional.empty() : masterHeard;
        return new PartnerWatch(name, links, newest, acknowledged, heard, pausedAt);
    }

    private PartnerWatch update(String link, UnaryOperator<LinkView> change) {
        List<LinkView> changed = new ArrayList<>(links.size());
        for (LinkView each : links) {
            changed.add(each.name().equals(link) ? change.apply(each) : each);
        }
        return new PartnerWatch(name, List.copyOf(changed), last, acknowledged, masterHeard, pausedAt);
    }
}
