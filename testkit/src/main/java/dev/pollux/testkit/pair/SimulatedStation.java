package dev.pollux.testkit.pair;

import dev.pollux.server.redundancy.Decision;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PairCore;
import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.RoleRules;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.SwitchoverRequest;
import dev.pollux.server.redundancy.Validation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A station process in the simulation: can be killed, started, frozen; drives the real {@link PairCore}. */
final class SimulatedStation {
    private static final Duration TICK = Duration.ofMillis(50);
    static final int DEVICES = 4;

    private final String name;
    private final boolean first;
    private final PairSimulation world;
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private Optional<PairCore> core = Optional.empty();
    private int epoch;
    private Duration bootedAt = Duration.ZERO;
    private boolean frozen;
    private int devices = DEVICES;
    private Optional<String> defect = Optional.empty();
    private long storedTerm;
    private boolean stopping;
    private final List<Decision.Event> events = new ArrayList<>();

    SimulatedStation(String name, boolean first, PairSimulation world) {
        this.name = name;
        this.first = first;
        this.world = world;
    }

    String name() {
        return name;
    }

    boolean first() {
        return first;
    }

    boolean alive() {
        return core.isPresent();
    }

    boolean frozen() {
        return frozen;
    }

    boolean running() {
        return alive() && !frozen && !stopping;
    }

    boolean defective() {
        return defect.isPresent();
    }

    int devices() {
        return devices;
    }

    List<Decision.Event> events() {
        return events;
    }

    /** What clients see; nothing of a dead or stopping process. */
    Optional<StationState> state() {
        return core.map(PairCore::state);
    }

    boolean leads() {
        return alive() && !stopping && state().orElseThrow().role() == RoleState.MASTER;
    }

    void start() {
        epoch++;
        bootedAt = world.clock().time();
        defect = Optional.empty();
        stopping = false;
        frozen = false;
        PairTiming timing = world.timing();
        core = Optional.of(new PairCore(
                new RoleRules(timing, first),
                timing,
                world.linkNames(),
                world.random().nextLong(),
                storedTerm));
        int mine = epoch;
        every(TICK, mine, () -> decide(Optional.empty()));
        for (SimulatedLink link : world.links()) {
            Duration phase =
                    Duration.ofNanos(world.random().nextLong(timing.heartbeat().toNanos()));
            world.clock().after(phase, () -> every(timing.heartbeat(), mine, () -> exchange(link)));
        }
    }

    void kill() {
        core = Optional.empty();
        epoch++;
        frozen = false;
        inbox.clear();
    }

    /** A stop in good order: the partner is told, then the process ends. */
    void stop() {
        core.ifPresent(c -> {
            stopping = true;
            c.stopRuntime();
            world.links().forEach(this::exchange);
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
        // As in the real loop: its own tick may well come before anything that arrived meanwhile.
        decide(Optional.empty());
        while (!inbox.isEmpty() && alive()) {
            inbox.remove().run();
        }
    }

    void setDevices(int connected) {
        devices = connected;
    }

    void setDefect(String what) {
        defect = Optional.of(what);
    }

    Optional<Decision.RequestAnswer> request(SwitchoverRequest request) {
        return running() ? decide(Optional.of(request)) : Optional.empty();
    }

    Optional<Duration> uptime() {
        return alive() ? Optional.of(world.clock().time().minus(bootedAt)) : Optional.empty();
    }

    private Optional<Decision.RequestAnswer> decide(Optional<SwitchoverRequest> request) {
        PairCore mine = core.orElseThrow();
        StationState before = mine.state();
        Validation own = new Validation(defect.isEmpty(), true, devices, DEVICES);
        Decision decision = mine.decide(uptime().orElseThrow(), own, defect, request);
        StationState after = decision.next();
        events.addAll(decision.events());
        if (after.role() != before.role()) {
            world.changed(this, before, after);
        }
        if (after.term() > storedTerm) {
            storedTerm = after.term();
        }
        if (after.role() != before.role() || after.handover() != before.handover()) {
            world.links().forEach(this::exchange);
        }
        return decision.answer();
    }

    /** One exchange on one link: this station's report there, the partner's back. */
    private void exchange(SimulatedLink link) {
        int mine = epoch;
        NumberedReport report = core.orElseThrow().report();
        world.exchange(
                this,
                link,
                report,
                answer -> onInbox(mine, () -> {
                    core.orElseThrow().answered(link.name(), uptime().orElseThrow(), answer);
                    decide(Optional.empty());
                }));
    }

    /** The partner's report has arrived; the answer is made after deciding, so that it is fresh. */
    void hear(SimulatedLink link, NumberedReport report, Consumer<NumberedReport> reply) {
        onInbox(epoch, () -> {
            core.orElseThrow().heard(link.name(), uptime().orElseThrow(), report);
            decide(Optional.empty());
            reply.accept(core.orElseThrow().report());
        });
    }

    void silent(SimulatedLink link) {
        onInbox(epoch, () -> core.orElseThrow().silent(link.name()));
    }

    void refused(SimulatedLink link) {
        onInbox(epoch, () -> {
            core.orElseThrow().refused(link.name(), uptime().orElseThrow());
            decide(Optional.empty());
        });
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
