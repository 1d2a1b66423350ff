package dev.pollux.testkit.pair;

import dev.pollux.server.redundancy.Decision;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PairCore;
import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.RoleRules;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.SwitchoverRequest;
import dev.pollux.server.redundancy.Validation;
import dev.pollux.server.redundancy.WitnessView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A station process in the simulation: can be killed, started, frozen; drives the real {@link PairCore}. */
final class SimulatedStation {
    private static final Duration TICK = Duration.ofMillis(50);
    static final int DEVICES = 4;

    private final String name;
    private final PairSimulation world;
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private Optional<PairCore> core = Optional.empty();
    private Optional<LeaseKeeper> lease = Optional.empty();
    private int epoch;
    private Duration bootedAt = Duration.ZERO;
    private boolean frozen;
    private int devices = DEVICES;
    private boolean plantNetwork = true;
    private Optional<String> defect = Optional.empty();
    private boolean strained;
    private Duration leadsUntil = Duration.ZERO;
    private long storedTerm;
    private boolean stopping;
    private Duration abilityChangedAt = Duration.ofDays(-1);
    private final List<Decision.Event> events = new ArrayList<>();

    SimulatedStation(String name, PairSimulation world) {
        this.name = name;
        this.world = world;
    }

    String name() {
        return name;
    }

    boolean alive() {
        return core.isPresent();
    }

    boolean running() {
        return alive() && !frozen && !stopping;
    }

    boolean defective() {
        return defect.isPresent();
    }

    boolean whole() {
        return !defective() && devices == DEVICES && plantNetwork;
    }

    List<Decision.Event> events() {
        return events;
    }

    /** What clients see; nothing of a dead process. */
    Optional<StationState> state() {
        return core.map(PairCore::state);
    }

    boolean leads() {
        return alive() && !stopping && state().orElseThrow().role() == RoleState.MASTER;
    }

    /** Whether a protected action would be carried out now: the process runs and its last decision allows it. */
    boolean acts() {
        return alive() && !frozen && uptime().orElseThrow().compareTo(leadsUntil) < 0;
    }

    void start() {
        epoch++;
        bootedAt = world.clock().time();
        leadsUntil = Duration.ZERO;
        defect = Optional.empty();
        stopping = false;
        frozen = false;
        PairTiming timing = world.timing();
        List<SimulatedLink> own = world.linksOf(name);
        Map<String, List<String>> links = new LinkedHashMap<>();
        own.forEach(l ->
                links.computeIfAbsent(l.other(name), n -> new ArrayList<>()).add(l.idAt(name)));
        core = Optional.of(new PairCore(
                new RoleRules(timing, name, world.names()),
                timing,
                links,
                world.random().nextLong(),
                storedTerm));
        lease = world.witness().map(witness -> new LeaseKeeper(this, world, witness));
        int mine = epoch;
        every(TICK, mine, () -> decide(Optional.empty()));
        for (SimulatedLink link : own) {
            every(phase(timing.heartbeat()), timing.heartbeat(), mine, () -> exchange(link));
        }
        lease.ifPresent(l -> every(phase(l.period()), l.period(), mine, l::poll));
    }

    private Duration phase(Duration period) {
        return Duration.ofNanos(world.random().nextLong(period.toNanos()));
    }

    void kill() {
        core = Optional.empty();
        lease = Optional.empty();
        epoch++;
        frozen = false;
        inbox.clear();
    }

    /** A stop in good order: the partner is told, then the process ends. */
    void stop() {
        core.filter(c -> !frozen).ifPresent(c -> {
            stopping = true;
            c.stopRuntime();
            decide(Optional.empty());
            world.linksOf(name).forEach(this::exchange);
            int mine = epoch;
            world.clock().after(Duration.ofMillis(400), () -> {
                if (mine == epoch) {
                    world.kill(name);
                }
            });
        });
    }

    void freeze() {
        frozen = alive();
    }

    void thaw() {
        if (!frozen) {
            return;
        }
        frozen = false;
        world.check(); // Other threads of the process may act before the first decision is made.
        // As in the real loop: its own tick may well come before anything that arrived meanwhile.
        decide(Optional.empty());
        while (!inbox.isEmpty() && alive()) {
            inbox.remove().run();
        }
    }

    void setDevices(int connected) {
        abilityChangedAt = world.time();
        devices = connected;
    }

    void setPlantNetwork(boolean reached) {
        abilityChangedAt = world.time();
        plantNetwork = reached;
    }

    void setStrained(boolean now) {
        abilityChangedAt = world.time();
        strained = now;
    }

    void setDefect(String what) {
        abilityChangedAt = world.time();
        defect = Optional.of(what);
    }

    Optional<Decision.RequestAnswer> request(SwitchoverRequest request) {
        return running() ? decide(Optional.of(request)) : Optional.empty();
    }

    /** When it last became more or less able. */
    Duration abilityChangedAt() {
        return abilityChangedAt;
    }

    /** When the process was started last. */
    Duration bootedAt() {
        return bootedAt;
    }

    Optional<Duration> uptime() {
        return alive() ? Optional.of(world.clock().time().minus(bootedAt)) : Optional.empty();
    }

    void witnessChanged() {
        decide(Optional.empty());
    }

    private Optional<Decision.RequestAnswer> decide(Optional<SwitchoverRequest> request) {
        PairCore mine = core.orElseThrow();
        StationState before = mine.state();
        boolean acted = acts();
        Duration now = uptime().orElseThrow();
        Validation own = new Validation(defect.isEmpty(), plantNetwork, devices, DEVICES).strained(strained);
        WitnessView witness = lease.map(l -> l.view(now)).orElse(WitnessView.NONE);
        Decision decision = mine.decide(now, own, defect, witness, request);
        StationState after = decision.next();
        leadsUntil = decision.leadsUntil();
        world.decided(this, leadsUntil.minus(now));
        if (strained && after.role() == RoleState.FAULT && after.reason() == Reason.DEFECT) {
            // As in the station: what Fault was decided for only a restart mends.
            defect = defect.or(() -> Optional.of("its disk is full"));
        }
        decision.happenings().forEach(happening -> events.add(happening.event()));
        if (acts() != acted || after.role() != before.role() || after.term() != before.term()) {
            world.changed();
        }
        if (after.role() != before.role()) {
            world.changed(this, before, after);
        }
        if (after.term() > storedTerm) {
            storedTerm = after.term();
        }
        lease.ifPresent(l -> l.want(decision.wantsLease(), decision.next().term()));
        if (after.role() != before.role()
                || after.handover().part() != before.handover().part()
                || (after.role() == RoleState.MASTER && after.term() != before.term())) {
            world.linksOf(name).forEach(this::exchange);
        }
        return decision.answer();
    }

    /** One exchange on one link: this station's report there, the partner's back. */
    private void exchange(SimulatedLink link) {
        int mine = epoch;
        Duration sent = uptime().orElseThrow();
        NumberedReport report = core.orElseThrow().report();
        world.exchange(
                this,
                link,
                report,
                answer -> onInbox(mine, () -> {
                    core.orElseThrow().answered(link.idAt(name), sent, uptime().orElseThrow(), answer);
                    decide(Optional.empty());
                }));
    }

    /** The partner's report has arrived; the answer is made after deciding, so that it is fresh. */
    void hear(SimulatedLink link, NumberedReport report, Consumer<NumberedReport> reply) {
        inbox(() -> {
            core.orElseThrow().heard(link.idAt(name), uptime().orElseThrow(), report);
            decide(Optional.empty());
            reply.accept(core.orElseThrow().report());
        });
    }

    void silent(SimulatedLink link) {
        inbox(() -> core.orElseThrow().silent(link.idAt(name)));
    }

    void refused(SimulatedLink link) {
        inbox(() -> {
            core.orElseThrow().refused(link.idAt(name), uptime().orElseThrow());
            decide(Optional.empty());
        });
    }

    /** Does something when this process runs, unless it ends before. */
    private void inbox(Runnable action) {
        onInbox(epoch, action);
    }

    /** Where answers to this process's own questions come in. */
    Consumer<Runnable> returning() {
        int mine = epoch;
        return action -> onInbox(mine, action);
    }

    private void onInbox(int forEpoch, Runnable action) {
        if (!alive() || forEpoch != epoch) {
            return;
        }
        if (frozen) {
            inbox.add(action);
        } else {
            action.run();
        }
    }

    private void every(Duration phase, Duration period, int forEpoch, Runnable action) {
        world.clock().after(phase, () -> every(period, forEpoch, action));
    }

    private void every(Duration period, int forEpoch, Runnable action) {
        if (forEpoch != epoch) {
            return;
        }
        if (!frozen) {
            action.run();
        }
        world.clock().after(period, () -> every(period, forEpoch, action));
    }
}
