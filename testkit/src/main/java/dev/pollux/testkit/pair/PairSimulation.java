package dev.pollux.testkit.pair;

import dev.pollux.server.redundancy.Decision;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.SwitchoverRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Two stations on one simulated clock, joined by any number of links, driven by the product's own decision core. No
 * threads: the same seed and the same calls give the same story. After every step the {@link PairInvariants} are
 * checked; a breach throws {@link AssertionError} with the story so far.
 */
public final class PairSimulation {
    public static final String CASTOR = "CASTOR";
    public static final String POLLUX = "POLLUX";

    private final SimulatedClock clock = new SimulatedClock();
    private final SplittableRandom random;
    private final PairTiming timing;
    private final List<SimulatedLink> links = new ArrayList<>();
    private final SimulatedStation castor;
    private final SimulatedStation pollux;
    private final PairInvariants invariants;
    private final List<String> story = new ArrayList<>();

    /**
     * A pair with nothing started yet.
     *
     * @param seed for delays and phases
     * @param timing of both stations
     * @param linkNames one or more
     */
    public PairSimulation(long seed, PairTiming timing, List<String> linkNames) {
        random = new SplittableRandom(seed);
        this.timing = timing;
        linkNames.forEach(n -> links.add(new SimulatedLink(n)));
        castor = new SimulatedStation(CASTOR, true, this);
        pollux = new SimulatedStation(POLLUX, false, this);
        invariants = new PairInvariants(this);
    }

    /** A pair with default timing, a main and a status link, both stations started. */
    public static PairSimulation started(long seed) {
        PairSimulation pair = new PairSimulation(seed, PairTiming.DEFAULT, List.of("main", "status"));
        return pair.start(CASTOR).start(POLLUX);
    }

    /** Lets time pass. */
    public PairSimulation runFor(Duration span) {
        clock.run(span, invariants::check);
        return this;
    }

    /** Starts a dead station. */
    public PairSimulation start(String station) {
        return act("start " + station, () -> {
            if (!of(station).alive()) {
                of(station).start();
            }
        });
    }

    /** Ends a station's process without warning; the partner's open connections are reset where the network works. */
    public PairSimulation kill(String station) {
        return act("kill " + station, () -> {
            SimulatedStation dead = of(station);
            if (dead.alive()) {
                dead.kill();
                SimulatedStation other = partnerOf(dead);
                links.stream().filter(SimulatedLink::whole).forEach(l -> clock.after(delay(), () -> other.refused(l)));
            }
        });
    }

    /** Stops a station in good order. */
    public PairSimulation stop(String station) {
        return act("stop " + station, () -> of(station).stop());
    }

    /** Suspends a process, as SIGSTOP or a very long garbage collection does. */
    public PairSimulation freeze(String station) {
        return act("freeze " + station, () -> of(station).freeze());
    }

    /** Lets a suspended process go on. */
    public PairSimulation thaw(String station) {
        return act("thaw " + station, () -> of(station).thaw());
    }

    /** Cuts or restores the direction of a link that leads away from {@code from}. */
    public PairSimulation direction(String link, String from, boolean up) {
        return act(
                (up ? "restore " : "cut ") + link + " from " + from,
                () -> links.stream().filter(l -> l.name().equals(link)).forEach(l -> l.set(of(from).first(), up)));
    }

    /** Cuts or restores every direction of every link. */
    public PairSimulation allLinks(boolean up) {
        for (SimulatedLink link : links) {
            direction(link.name(), CASTOR, up).direction(link.name(), POLLUX, up);
        }
        return this;
    }

    /** How many of the {@value SimulatedStation#DEVICES} devices a station reaches. */
    public PairSimulation devices(String station, int connected) {
        return act(station + " has " + connected + " devices", () -> of(station).setDevices(connected));
    }

    /** The station's own health check finds something wrong; only a restart mends it. */
    public PairSimulation defect(String station) {
        return act(station + " has a defect", () -> of(station).setDefect("a component is hung"));
    }

    /** An operator asks a station to lead. */
    public Optional<Decision.RequestAnswer> switchoverTo(String station) {
        invariants.cause("switch over to " + station);
        return of(station).request(SwitchoverRequest.LEAD);
    }

    /** An operator asks a Master to give its role away. */
    public Optional<Decision.RequestAnswer> askToYield(String station) {
        invariants.cause(station + " is asked to yield");
        return of(station).request(SwitchoverRequest.YIELD);
    }

    /** What a client would read; empty of a dead station. */
    public Optional<RoleState> stateOf(String station) {
        return of(station).state().map(StationState::role);
    }

    /** The whole state of a living station. */
    public StationState fullStateOf(String station) {
        return of(station).state().orElseThrow();
    }

    /** What the station has reported since its first start. */
    public List<Decision.Event> eventsOf(String station) {
        return List.copyOf(of(station).events());
    }

    /** Whether a defect was found that only a restart mends. */
    public boolean isDefective(String station) {
        return of(station).defective() && of(station).alive();
    }

    /** Simulated time. */
    public Duration time() {
        return clock.time();
    }

    /** From now on every moment must have a visible Master: a switchover is under way, not a failure. */
    public PairSimulation expectAlwaysAMaster(boolean on) {
        invariants.expectAlwaysAMaster(on);
        return this;
    }

    /** Everything that was done and every change of role, one line each. */
    public String story() {
        return String.join("\n", story);
    }

    private PairSimulation act(String what, Runnable action) {
        invariants.cause(what);
        action.run();
        invariants.check();
        return this;
    }

    void tell(String line) {
        story.add(String.format("%9.3f s  %s", clock.nanos() / 1e9, line));
    }

    void changed(SimulatedStation station, StationState before, StationState after) {
        tell("%s: %s -> %s (%s, term %d)"
                .formatted(
                        station.name(),
                        before.role(),
                        after.role(),
                        after.reason().text(),
                        after.term()));
        invariants.changed(station, before, after);
    }

    /** Carries a report over, lets the partner answer and carries the answer back; or refuses; or loses it. */
    void exchange(SimulatedStation from, SimulatedLink link, NumberedReport report, Consumer<NumberedReport> onAnswer) {
        SimulatedStation to = partnerOf(from);
        if (!link.whole()) {
            clock.after(timing.failAfter(), () -> from.silent(link));
        }
        if (!link.passes(from.first())) {
            return;
        }
        clock.after(delay(), () -> {
            if (!link.passes(from.first())) {
                return;
            }
            if (!to.alive()) {
                if (link.passes(to.first())) {
                    from.refused(link);
                }
                return;
            }
            to.hear(link, report, answer -> {
                if (link.passes(to.first())) {
                    clock.after(delay(), () -> {
                        if (link.passes(to.first())) {
                            onAnswer.accept(answer);
                        }
                    });
                }
            });
        });
    }

    private Duration delay() {
        // Mostly a quiet network, now and then a slow one: order between links is not guaranteed.
        long micros = random.nextInt(20) == 0 ? random.nextLong(150_000) : random.nextLong(200, 5_000);
        return Duration.ofNanos(micros * 1_000);
    }

    SimulatedStation of(String name) {
        return switch (name) {
            case CASTOR -> castor;
            case POLLUX -> pollux;
            default -> throw new IllegalArgumentException("no station " + name);
        };
    }

    SimulatedStation partnerOf(SimulatedStation station) {
        return station.first() ? pollux : castor;
    }

    SimulatedClock clock() {
        return clock;
    }

    SplittableRandom random() {
        return random;
    }

    PairTiming timing() {
        return timing;
    }

    List<SimulatedLink> links() {
        return links;
    }

    List<String> linkNames() {
        return links.stream().map(SimulatedLink::name).toList();
    }
}
