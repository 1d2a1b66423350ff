package dev.pollux.testkit.pair;

import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold at every moment of every story, whatever happens to the pair. */
final class PairInvariants {
    /** Slow deliveries and ticks of the simulation. */
    private static final Duration SLACK = Duration.ofMillis(600);
    /** A cause may make a station go through this many states before it rests: for example Fault, Standby, Master. */
    private static final int CHANGES_PER_CAUSE = 4;

    private final PairSimulation pair;
    private final Map<String, Duration> aloneSince = new HashMap<>();
    private final Map<String, Integer> changesSinceCause = new HashMap<>();
    private final Map<String, Duration> ledSince = new HashMap<>();
    private final Map<String, Long> highestLed = new HashMap<>();
    private Duration lastCause = Duration.ZERO;
    private Duration joinedSince = Duration.ZERO;
    private Duration calmSince = Duration.ZERO;
    private boolean joined;
    private boolean calm;
    private boolean alwaysAMaster;

    PairInvariants(PairSimulation pair) {
        this.pair = pair;
    }

    void expectAlwaysAMaster(boolean on) {
        alwaysAMaster = on;
    }

    void cause(String what) {
        pair.tell("* " + what);
        lastCause = pair.time();
        changesSinceCause.clear();
    }

    /** How long after the last cause nothing may move any more. */
    Duration settle() {
        PairTiming t = pair.timing();
        return t.startupWait()
                .multipliedBy(2)
                .plus(t.stability().multipliedBy(2))
                .plus(t.failAfter().multipliedBy(4))
                .plus(SLACK.multipliedBy(2));
    }

    void changed(SimulatedStation station, StationState before, StationState after) {
        Duration quiet = pair.time().minus(lastCause);
        require(quiet.compareTo(settle()) <= 0, station.name() + " changes its role without a cause");
        int count = changesSinceCause.merge(station.name(), 1, Integer::sum);
        require(count <= CHANGES_PER_CAUSE, station.name() + " toggles its role");
        if (after.role() == RoleState.MASTER) {
            ledSince.put(station.name(), pair.time());
            Long last = highestLed.put(station.name(), after.term());
            require(last == null || after.term() > last, station.name() + " leads again without a newer term");
        }
    }

    void check() {
        SimulatedStation a = pair.of(PairSimulation.CASTOR);
        SimulatedStation b = pair.of(PairSimulation.POLLUX);
        checkAlone(a, b);
        checkAlone(b, a);
        trackJoined(a, b);
        checkNoLastingSplit(a, b);
        checkSomebodyLeads(a, b);
        checkOneMasterInTheEnd(a, b);
        require(!alwaysAMaster || a.leads() || b.leads(), "a moment without a Master");
    }

    /** A healthy station that sees no partner ends up Master. */
    private void checkAlone(SimulatedStation self, SimulatedStation other) {
        boolean canLead = self.running() && !self.defective() && self.devices() == SimulatedStation.DEVICES;
        boolean hearsNothing = !other.running() || pair.links().stream().noneMatch(l -> l.passes(other.first()));
        if (!canLead || !hearsNothing) {
            aloneSince.remove(self.name());
            return;
        }
        Duration since = aloneSince.computeIfAbsent(self.name(), n -> pair.time());
        if (pair.time().minus(since).compareTo(settle()) > 0) {
            require(self.leads(), self.name() + " is healthy and alone but not Master");
        }
    }

    private void trackJoined(SimulatedStation a, SimulatedStation b) {
        boolean nowJoined = a.running() && b.running() && pair.links().stream().anyMatch(SimulatedLink::whole);
        if (nowJoined && !joined) {
            joinedSince = pair.time();
        }
        joined = nowJoined;
        boolean nowCalm = joined
                && List.of(a, b).stream().allMatch(s -> !s.defective() && s.devices() == SimulatedStation.DEVICES);
        if (nowCalm && !calm) {
            calmSince = pair.time();
        }
        calm = nowCalm;
    }

    /** Two Masters that can talk to each other are one Master very soon. */
    private void checkNoLastingSplit(SimulatedStation a, SimulatedStation b) {
        Duration limit = pair.timing().failAfter().plus(SLACK);
        if (joined && pair.time().minus(joinedSince).compareTo(limit) > 0 && a.leads() && b.leads()) {
            Duration both = pair.time().minus(later(ledSince(a), ledSince(b)));
            require(both.compareTo(limit) <= 0, "a lasting split between stations that see each other");
        }
    }

    private Duration ledSince(SimulatedStation station) {
        return ledSince.getOrDefault(station.name(), Duration.ZERO);
    }

    private static Duration later(Duration x, Duration y) {
        return x.compareTo(y) >= 0 ? x : y;
    }

    /** Two stations that see each other have one Master as long as either has no defect. */
    private void checkSomebodyLeads(SimulatedStation a, SimulatedStation b) {
        boolean rested = joined
                && pair.time().minus(joinedSince).compareTo(settle()) > 0
                && pair.time().minus(lastCause).compareTo(settle()) > 0;
        if (rested && !(a.defective() && b.defective())) {
            require(a.leads() != b.leads(), "not exactly one Master although the stations see each other");
        }
    }

    /** Once everything works again there is exactly one Master, and the other is Standby. */
    private void checkOneMasterInTheEnd(SimulatedStation a, SimulatedStation b) {
        if (!calm
                || pair.time().minus(calmSince).compareTo(settle()) <= 0
                || pair.time().minus(lastCause).compareTo(settle()) <= 0) {
            return;
        }
        require(a.leads() != b.leads(), "not exactly one Master although all works");
        SimulatedStation other = a.leads() ? b : a;
        StationState rests = other.state().orElseThrow();
        require(rests.role() == RoleState.STANDBY, other.name() + " is " + rests.role() + " although all works");
        long leading = (a.leads() ? a : b).state().orElseThrow().term();
        require(leading >= rests.term(), "the Master does not hold the highest term");
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError(rule + " at " + pair.time() + "\n" + pair.story());
        }
    }
}
