package dev.pollux.testkit.pair;

import dev.pollux.server.redundancy.Decision;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.SwitchoverRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A pair, or a set with a witness, on one simulated clock, each two stations joined by any number of links, driven by
 * the product's own decision core. No threads: the same seed and the same calls give the same story. After every step
 * the {@link PairInvariants} are
 * checked; a breach throws {@link AssertionError} with the story so far.
 */
public final class PairSimulation {
    public static final String CASTOR = "CASTOR";
    public static final String POLLUX = "POLLUX";
    public static final String HELENA = "HELENA";
    private static final List<String> NAMES = List.of(CASTOR, POLLUX, HELENA);

    private final SimulatedClock clock = new SimulatedClock();
    private final SplittableRandom random;
    private final PairTiming timing;
    private final List<SimulatedLink> links = new ArrayList<>();
    private final Map<String, List<SimulatedLink>> linksOf = new HashMap<>();
    private final Map<String, SimulatedStation> stations = new LinkedHashMap<>();
    private final Optional<SimulatedWitness> witness;
    private final PairInvariants invariants;
    private final List<String> story = new ArrayList<>();

    /**
     * What a simulation is made of.
     *
     * @param stations 2 or 3; the earlier goes first among equals
     * @param links names of the networks that join each two stations
     * @param lease of the witness; empty: there is none
     */
    public record Plan(int stations, List<String> links, Optional<Duration> lease) {
        /** Two stations without a witness. */
        public static Plan pair(String... links) {
            return new Plan(2, List.of(links), Optional.empty());
        }

        /** Any number of stations with a witness whose lease has the standard length. */
        public static Plan witnessed(int stations, String... links) {
            return new Plan(stations, List.of(links), Optional.of(Duration.ofSeconds(5)));
        }
    }

    /**
     * A set with nothing started yet.
     *
     * @param seed for delays and phases
     * @param timing of all stations
     */
    public PairSimulation(long seed, PairTiming timing, Plan plan) {
        random = new SplittableRandom(seed);
        this.timing = timing;
        List<String> names = NAMES.subList(0, plan.stations());
        for (int i = 0; i < names.size(); i++) {
            stations.put(names.get(i), new SimulatedStation(names.get(i), this));
            for (int j = i + 1; j < names.size(); j++) {
                for (String link : plan.links()) {
                    links.add(new SimulatedLink(link, names.get(i), names.get(j)));
                }
            }
        }
        witness = plan.lease().map(lease -> new SimulatedWitness(lease, clock));
        invariants = new PairInvariants(this);
    }

    /** A pair with default timing, a main and a status link, both stations started. */
    public static PairSimulation started(long seed) {
        return started(seed, Plan.pair("main", "status"));
    }

    /** A set with default timing, all stations started. */
    public static PairSimulation started(long seed, Plan plan) {
        PairSimulation set = new PairSimulation(seed, PairTiming.DEFAULT, plan);
        set.names().forEach(set::start);
        return set;
    }

    /** Lets time pass. */
    public PairSimulation runFor(Duration span) {
        clock.run(span, invariants::stepped);
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
                linksOf(station).stream()
                        .filter(SimulatedLink::whole)
                        .forEach(l ->
                                clock.after(delay(), () -> of(l.other(station)).refused(l)));
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

    /** Cuts or restores the directions of a network that lead away from {@code from}. */
    public PairSimulation direction(String link, String from, boolean up) {
        return act(
                (up ? "restore " : "cut ") + link + " from " + from,
                () -> linksOf(from).stream().filter(l -> l.name().equals(link)).forEach(l -> l.set(from, up)));
    }

    /** Cuts or restores one direction of a network between two stations. */
    public PairSimulation direction(String link, String from, String to, boolean up) {
        return act(
                (up ? "restore " : "cut ") + link + " from " + from + " to " + to,
                () -> linksOf(from).stream()
                        .filter(l -> l.name().equals(link) && l.joins(to))
                        .forEach(l -> l.set(from, up)));
    }

    /** Cuts or restores every direction of every link between two stations. */
    public PairSimulation between(String one, String other, boolean up) {
        return act(
                (up ? "restore" : "cut") + " all links between " + one + " and " + other,
                () -> links.stream().filter(l -> l.joins(one, other)).forEach(l -> {
                    l.set(one, up);
                    l.set(other, up);
                }));
    }

    /** Cuts or restores every direction of every link. */
    public PairSimulation allLinks(boolean up) {
        return act(
                (up ? "restore" : "cut") + " all links",
                () -> links.forEach(l -> {
                    names().forEach(name -> {
                        if (l.joins(name)) {
                            l.set(name, up);
                        }
                    });
                }));
    }

    /** Whether the witness runs. */
    public PairSimulation witness(boolean up) {
        return act(
                "the witness " + (up ? "runs" : "is down"),
                () -> witness.orElseThrow().set(up));
    }

    /** Cuts a station off from the witness, or restores its way there. */
    public PairSimulation witnessFrom(String station, boolean up) {
        return act(
                (up ? "restore" : "cut") + " the witness from " + station,
                () -> witness.orElseThrow().reach(station, up));
    }

    /** Whether a station reaches the plant's network. */
    public PairSimulation plantNetwork(String station, boolean up) {
        return act(
                station + (up ? " is back on" : " is cut off from") + " the plant's network",
                () -> of(station).setPlantNetwork(up));
    }

    /** How many of the {@value SimulatedStation#DEVICES} devices a station reaches. */
    public PairSimulation devices(String station, int connected) {
        return act(station + " has " + connected + " devices", () -> of(station).setDevices(connected));
    }

    /** The station's own health check finds something wrong; only a restart mends it. */
    public PairSimulation defect(String station) {
        return act(station + " has a defect", () -> of(station).setDefect("a component is hung"));
    }

    /** The station's machine is beyond a limit, or no longer: its disk is full. */
    public PairSimulation strained(String station, boolean now) {
        return act(
                station + (now ? "'s disk is full" : "'s disk has space"),
                () -> of(station).setStrained(now));
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

    /** An operator asks a Master to give its role to a certain station. */
    public Optional<Decision.RequestAnswer> askToYieldTo(String station, String target) {
        invariants.cause(station + " is asked to yield to " + target);
        return of(station).request(SwitchoverRequest.yieldTo(target));
    }

    /** Whether a station would carry out a protected action now. */
    public boolean acts(String station) {
        return of(station).acts();
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

    /** How long after the last cause nothing may move any more. */
    public Duration settle() {
        return invariants.settle();
    }

    void check() {
        invariants.check();
    }

    /** A station may act for so long. */
    void decided(SimulatedStation station, Duration validFor) {
        invariants.decided(station, validFor);
    }

    /** A station begins or ceases to act. */
    void changed() {
        invariants.changed();
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
        SimulatedStation to = of(link.other(from.name()));
        if (!link.whole()) {
            clock.after(timing.failAfter(), () -> from.silent(link));
        }
        if (!link.passes(from.name())) {
            return;
        }
        clock.after(delay(), () -> {
            if (!link.passes(from.name())) {
                return;
            }
            if (!to.alive()) {
                if (link.passes(to.name())) {
                    from.refused(link);
                }
                return;
            }
            to.hear(link, report, answer -> {
                if (link.passes(to.name())) {
                    clock.after(delay(), () -> {
                        if (link.passes(to.name())) {
                            onAnswer.accept(answer);
                        }
                    });
                }
            });
        });
    }

    Duration delay() {
        // Mostly a quiet network, now and then a slow one: order between links is not guaranteed.
        long micros = random.nextInt(20) == 0 ? random.nextLong(150_000) : random.nextLong(200, 5_000);
        return Duration.ofNanos(micros * 1_000);
    }

    SimulatedStation of(String name) {
        SimulatedStation station = stations.get(name);
        if (station == null) {
            throw new IllegalArgumentException("no station " + name);
        }
        return station;
    }

    /** Names of the stations, who goes first among equals first. */
    public List<String> names() {
        return List.copyOf(stations.keySet());
    }

    Collection<SimulatedStation> stations() {
        return stations.values();
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

    Optional<SimulatedWitness> witness() {
        return witness;
    }

    List<SimulatedLink> links() {
        return links;
    }

    List<SimulatedLink> linksOf(String station) {
        return linksOf.computeIfAbsent(
                station, name -> links.stream().filter(l -> l.joins(name)).toList());
    }
}
