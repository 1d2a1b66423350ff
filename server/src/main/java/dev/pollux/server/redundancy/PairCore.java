package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.Decision.Happening;
import dev.pollux.server.redundancy.Decision.RequestAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One station's side of the set, without any I/O: takes what the links bring, decides, and says what to tell the
 * partners. The running station and the simulation drive the same object. Not thread-safe: one owner.
 *
 * <p>Every {@code uptime} is monotonic time since the start of the process, pauses included.
 */
public final class PairCore {
    private final RoleRules rules;
    private final PairTiming timing;
    private final long incarnation;
    private final List<PartnerWatch> watches = new ArrayList<>();
    private StationState state;
    private Validation own = new Validation(true, true, 0, 0);
    private WitnessView witness = WitnessView.NONE;
    private long sequence;
    private boolean runtimeActive = true;
    private Duration lastUptime = Duration.ZERO;
    private Duration paused = Duration.ZERO;
    private Duration ledFrom = Duration.ZERO;
    private Optional<Duration> resumed = Optional.empty();

    /**
     * All that a station remembers from one call to the next.
     *
     * @param watches what it knows of each partner
     * @param state after its last decision
     * @param own its ability at the last decision
     * @param witness as it was at the last decision
     * @param sequence number of its last report
     * @param runtimeActive false once it stops
     * @param lastUptime of the last call
     * @param paused how much of that this process did not run
     * @param ledFrom uptime when it last took the role of Master
     */
    public record Memory(
            List<PartnerWatch> watches,
            StationState state,
            Validation own,
            WitnessView witness,
            long sequence,
            boolean runtimeActive,
            Duration lastUptime,
            Duration paused,
            Duration ledFrom) {
        public Memory {
            watches = List.copyOf(watches);
        }
    }

    /**
     * A station at its start.
     *
     * @param rules of this station
     * @param timing the same as the rules have
     * @param links for each partner the names of the links to it, unique among all; empty: no redundancy
     * @param incarnation random number of this process
     * @param rememberedTerm the highest term that an earlier process of this station stored, else 0
     */
    public PairCore(
            RoleRules rules,
            PairTiming timing,
            Map<String, List<String>> links,
            long incarnation,
            long rememberedTerm) {
        this(
                rules,
                timing,
                incarnation,
                links.isEmpty() ? StationState.standalone() : StationState.starting(rememberedTerm, links.keySet()));
        links.forEach((partner, names) -> watches.add(PartnerWatch.of(partner, names)));
    }

    private PairCore(RoleRules rules, PairTiming timing, long incarnation, StationState state) {
        this.rules = rules;
        this.timing = timing;
        this.incarnation = incarnation;
        this.state = state;
    }

    /** A station of a set whose redundancy is switched off: it has no links and never leads. */
    public static PairCore disabled(RoleRules rules, PairTiming timing, long incarnation, long rememberedTerm) {
        return new PairCore(rules, timing, incarnation, StationState.disabled(rememberedTerm));
    }

    private PairCore(PairCore other) {
        rules = other.rules;
        timing = other.timing;
        incarnation = other.incarnation;
        watches.addAll(other.watches);
        state = other.state;
        own = other.own;
        witness = other.witness;
        sequence = other.sequence;
        runtimeActive = other.runtimeActive;
        lastUptime = other.lastUptime;
        paused = other.paused;
        ledFrom = other.ledFrom;
        resumed = other.resumed;
    }

    /** A station of its own that is where this one is, to see what could come of it. */
    public PairCore copy() {
        return new PairCore(this);
    }

    /** What it remembers now. */
    public Memory memory() {
        return new Memory(watches, state, own, witness, sequence, runtimeActive, lastUptime, paused, ledFrom);
    }

    /**
     * Takes a partner's answer to an own exchange.
     *
     * @param sent uptime before the own report of that exchange was made
     */
    public void answered(String link, Duration sent, Duration uptime, NumberedReport report) {
        Duration running = running(uptime);
        update(link, watch -> watch.answered(link, sent, running, report));
    }

    /** Takes an exchange that the partner began. */
    public void heard(String link, Duration uptime, NumberedReport report) {
        Duration running = running(uptime);
        update(link, watch -> watch.heard(link, running, report));
    }

    /** Takes the news that nobody listens at the other end of a link. */
    public void refused(String link, Duration uptime) {
        Duration running = running(uptime);
        update(link, watch -> watch.refused(link, running));
    }

    /** Takes the news that a connection to the other end of a link was accepted. */
    public void accepted(String link) {
        update(link, watch -> watch.accepted(link));
    }

    /** Takes the news that nothing came back from the other end of a link. */
    public void silent(String link) {
        update(link, watch -> watch.silent(link));
    }

    private void update(String link, UnaryOperator<PartnerWatch> change) {
        watches.replaceAll(watch -> watch.knows(link) ? change.apply(watch) : watch);
    }

    /** Whether there is a link of this name. */
    public boolean knows(String link) {
        return watches.stream().anyMatch(watch -> watch.knows(link));
    }

    /** From now on the partners hear that this runtime is stopping, and this station decides nothing more. */
    public void stopRuntime() {
        runtimeActive = false;
    }

    /** Whether this runtime decides: not stopping. */
    public boolean active() {
        return runtimeActive;
    }

    /**
     * Decides and keeps the outcome.
     *
     * @param uptime never less than before
     * @param validation own ability now
     * @param defect what is wrong with the own software
     * @param lease the witness now
     * @param request of an operator, at most once per request
     */
    public Decision decide(
            Duration uptime,
            Validation validation,
            Optional<String> defect,
            WitnessView lease,
            Optional<SwitchoverRequest> request) {
        own = validation;
        witness = lease;
        Duration running = running(uptime);
        List<PartnerView> partners = views(running);
        Decision decision = runtimeActive
                ? rules.decide(
                        state,
                        new Observation(running, validation, defect, partners, backing(uptime, running), request))
                : whileStopping(running, partners, request);
        if (decision.next().role() == RoleState.MASTER && state.role() != RoleState.MASTER) {
            ledFrom = uptime;
        }
        state = decision.next();
        return decision;
    }

    private Backing backing(Duration uptime, Duration running) {
        boolean promised = running.compareTo(timing.promise()) < 0
                || watches.stream().anyMatch(watch -> watch.promised(running, timing.promise()));
        Optional<PartnerWatch.Acknowledgement> word = word();
        return new Backing(
                uptime,
                witness,
                word.map(each -> each.sent().plus(timing.cover())),
                word.map(PartnerWatch.Acknowledgement::term).orElse(0L),
                promised);
    }

    /**
     * The oldest acknowledgement of all partners, with the lowest of their terms. Only what was answered after this
     * station began to lead is an answer to a Master.
     */
    private Optional<PartnerWatch.Acknowledgement> word() {
        if (state.role() != RoleState.MASTER) {
            return Optional.empty();
        }
        Optional<PartnerWatch.Acknowledgement> all = Optional.empty();
        for (PartnerWatch watch : watches) {
            Optional<PartnerWatch.Acknowledgement> one =
                    watch.acknowledged().filter(each -> each.sent().compareTo(ledFrom) >= 0);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all = all.isEmpty() ? one : all.map(each -> each.and(one.orElseThrow()));
        }
        return all;
    }

    /** A stopping station decides nothing more, but does not show itself as Master beside the one that took over. */
    private Decision whileStopping(Duration running, List<PartnerView> partners, Optional<SwitchoverRequest> request) {
        boolean replaced = state.role() == RoleState.MASTER
                && partners.stream()
                        .anyMatch(partner -> partner.report()
                                .filter(said -> said.state() == RoleState.MASTER)
                                .isPresent());
        StationState next = replaced ? state.become(RoleState.STANDBY, Reason.STOPPING, running) : state;
        return new Decision(
                next.wantingLease(false),
                replaced ? List.of(new Happening(Decision.Event.STATE_CHANGED, "")) : List.of(),
                request.map(r -> RequestAnswer.refused("this station is stopping")),
                Duration.ZERO);
    }

    /**
     * Uptime without the pauses in which this process itself did not run (suspended, collecting garbage, starved). In a
     * pause nobody could be heard; counting it as a partner's silence would make the one that paused take the role
     * from a healthy Master.
     */
    private Duration running(Duration uptime) {
        Duration step = uptime.minus(lastUptime);
        lastUptime = uptime;
        boolean suspended = step.compareTo(timing.freshness()) > 0;
        if (suspended) {
            paused = paused.plus(step);
        }
        Duration running = uptime.minus(paused);
        if (suspended && step.compareTo(timing.failAfter()) > 0) {
            resumed = Optional.of(uptime);
            watches.replaceAll(watch -> watch.paused(new PartnerWatch.Pause(running, uptime)));
        }
        return running;
    }

    /** What to tell a partner now. Each call gives a higher number. */
    public NumberedReport report() {
        sequence++;
        return new NumberedReport(
                incarnation,
                sequence,
                new PartnerReport(
                        state.role(),
                        state.handover().part(),
                        state.handover().to(),
                        state.term(),
                        own,
                        runtimeActive,
                        state.unmet(),
                        witness.reachable()));
    }

    /** Silence after which a link counts as failed. */
    public Duration failAfter() {
        return timing.failAfter();
    }

    /** Who may command the plant. */
    public CommandRules commands() {
        return new CommandRules(timing.freshness(), timing.failAfter());
    }

    /**
     * What follows from a decision just made, for commands.
     *
     * @param uptime of the decision
     */
    public Standing standing(Decision decision, Duration uptime) {
        List<PartnerView> partners = partners(uptime);
        return new Standing(
                decision.next().role(),
                decision.next().term(),
                uptime,
                decision.leadsUntil(),
                partners.stream().anyMatch(PartnerView::leads),
                resumed,
                !witness.configured() && partners.stream().noneMatch(PairCore::mayTakeOver));
    }

    private static boolean mayTakeOver(PartnerView partner) {
        return partner.present().filter(said -> said.state() != RoleState.FAULT).isPresent();
    }

    /** The state after the last decision. */
    public StationState state() {
        return state;
    }

    /** The witness as it was at the last decision. */
    public WitnessView witness() {
        return witness;
    }

    /** The partners as seen at {@code uptime}. */
    public List<PartnerView> partners(Duration uptime) {
        return views(running(uptime));
    }

    private List<PartnerView> views(Duration running) {
        List<PartnerView> views = new ArrayList<>(watches.size());
        for (PartnerWatch watch : watches) {
            views.add(watch.view(running, timing.failAfter()));
        }
        return views;
    }

    /**
     * The links, for diagnostics.
     *
     * @param seen called with each link and the moment on its own time scale
     */
    public <T> List<T> links(Duration uptime, BiFunction<LinkView, Duration, T> seen) {
        Duration running = running(uptime);
        return watches.stream()
                .flatMap(watch -> watch.links().stream())
                .map(link -> seen.apply(link, running))
                .toList();
    }
}
