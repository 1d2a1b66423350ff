package dev.pollux.server.redundancy;

import dev.pollux.server.redundancy.Decision.RequestAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One station's side of the pair, without any I/O: takes what the links bring, decides, and says what to tell the
 * partner. The running station and the simulation drive the same object. Not thread-safe: one owner.
 */
public final class PairCore {
    private final RoleRules rules;
    private final PairTiming timing;
    private final long incarnation;
    private StationState state;
    private PartnerWatch watch;
    private Validation own;
    private long sequence;
    private boolean runtimeActive = true;
    private Duration lastUptime = Duration.ZERO;
    private Duration paused = Duration.ZERO;

    /**
     * A station at its start.
     *
     * @param rules of this station
     * @param timing the same as the rules have
     * @param links names of the links to the partner; empty: no redundancy
     * @param incarnation random number of this process
     * @param rememberedTerm the highest term that an earlier process of this station stored, else 0
     */
    public PairCore(RoleRules rules, PairTiming timing, List<String> links, long incarnation, long rememberedTerm) {
        this.rules = rules;
        this.timing = timing;
        this.incarnation = incarnation;
        state = links.isEmpty() ? StationState.standalone() : StationState.starting(rememberedTerm);
        watch = PartnerWatch.of(links);
        own = new Validation(true, true, 0, 0);
    }

    /** Takes the partner's answer to an own exchange. */
    public void answered(String link, Duration uptime, NumberedReport report) {
        watch = watch.answered(link, running(uptime), report);
    }

    /** Takes an exchange that the partner began. */
    public void heard(String link, Duration uptime, NumberedReport report) {
        watch = watch.heard(link, running(uptime), report);
    }

    /** Takes the news that nobody listens at the other end of a link. */
    public void refused(String link, Duration uptime) {
        watch = watch.refused(link, running(uptime));
    }

    /** Takes the news that a connection to the other end of a link was accepted. */
    public void accepted(String link) {
        watch = watch.accepted(link);
    }

    /** Takes the news that nothing came back from the other end of a link. */
    public void silent(String link) {
        watch = watch.silent(link);
    }

    /** Whether there is a link of this name. */
    public boolean knows(String link) {
        return watch.knows(link);
    }

    /** From now on the partner hears that this runtime is stopping, and this station decides nothing more. */
    public void stopRuntime() {
        runtimeActive = false;
    }

    /**
     * Decides and keeps the outcome.
     *
     * @param uptime monotonic, never less than before
     * @param validation own ability now
     * @param defect what is wrong with the own software
     * @param request of an operator, at most once per request
     */
    public Decision decide(
            Duration uptime, Validation validation, Optional<String> defect, Optional<SwitchoverRequest> request) {
        own = validation;
        Duration running = running(uptime);
        PartnerView partner = watch.view(running, timing.failAfter());
        Decision decision = runtimeActive
                ? rules.decide(state, new Observation(running, validation, defect, partner, request))
                : whileStopping(running, partner, request);
        state = decision.next();
        return decision;
    }

    /** A stopping station decides nothing more, but does not show itself as Master beside the one that took over. */
    private Decision whileStopping(Duration running, PartnerView partner, Optional<SwitchoverRequest> request) {
        boolean replaced = state.role() == RoleState.MASTER
                && partner.report().filter(p -> p.state() == RoleState.MASTER).isPresent();
        return new Decision(
                replaced ? state.become(RoleState.STANDBY, Reason.STOPPING, running) : state,
                replaced ? List.of(Decision.Event.STATE_CHANGED) : List.of(),
                request.map(r -> RequestAnswer.refused("this station is stopping")));
    }

    /**
     * Uptime without the pauses in which this process itself did not run (suspended, collecting garbage, starved). In a
     * pause nobody could be heard; counting it as the partner's silence would make the one that paused take the role
     * from a healthy Master.
     */
    private Duration running(Duration uptime) {
        Duration step = uptime.minus(lastUptime);
        lastUptime = uptime;
        if (step.compareTo(timing.failAfter().dividedBy(2)) > 0) {
            paused = paused.plus(step);
        }
        return uptime.minus(paused);
    }

    /** What to tell the partner now. Each call gives a higher number. */
    public NumberedReport report() {
        sequence++;
        return new NumberedReport(
                incarnation,
                sequence,
                new PartnerReport(state.role(), state.handover(), state.term(), own, runtimeActive, state.unmet()));
    }

    /** Silence after which a link counts as failed. */
    public Duration failAfter() {
        return timing.failAfter();
    }

    /** The state after the last decision. */
    public StationState state() {
        return state;
    }

    /** The partner as seen at {@code uptime}. */
    public PartnerView partner(Duration uptime) {
        return watch.view(running(uptime), timing.failAfter());
    }

    /**
     * The links, for diagnostics.
     *
     * @param seen called with each link and the moment on its own time scale
     */
    public <T> List<T> links(Duration uptime, BiFunction<LinkView, Duration, T> seen) {
        Duration running = running(uptime);
        return watch.links().stream().map(link -> seen.apply(link, running)).toList();
    }
}
