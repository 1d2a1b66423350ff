package dev.pollux.testkit.pair;

import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold at every moment of every story, whatever happens to the set. */
final class PairInvariants {
    /** Slow deliveries and ticks of the simulation. */
    private static final Duration SLACK = Duration.ofMillis(600);
    /** A cause may make a station go through this many states before it rests: for example Fault, Standby, Master. */
    private static final int CHANGES_PER_CAUSE = 4;

    private static final int CHANGES_WITH_WITNESS = 7;
    /** How long nothing is looked at while nothing changes. */
    private static final Duration UNCHANGED = Duration.ofMillis(100);
    /** Until then everybody has heard what has changed. */
    private static final Duration NEWS = Duration.ofMillis(600);

    private final PairSimulation set;
    private final Duration settle;
    /** Since when something has been so; absent while it is not. */
    private final Map<String, Duration> since = new HashMap<>();

    private final Map<String, Integer> changesSinceCause = new HashMap<>();
    private final Map<String, Duration> ledSince = new HashMap<>();
    private final Map<String, Long> highestLed = new HashMap<>();
    private long actedWith = -1;
    private String actedLast = "";
    private Duration lastCause = Duration.ZERO;
    /** Something that the rules speak of has changed since they were checked. */
    private boolean changed = true;

    private Duration checkedAt = Duration.ZERO;

    private boolean alwaysAMaster;

    PairInvariants(PairSimulation set) {
        this.set = set;
        PairTiming t = set.timing();
        Duration pair = t.startupWait()
                .multipliedBy(2)
                .plus(t.stability().multipliedBy(2))
                .plus(t.failAfter().multipliedBy(4))
                .plus(SLACK.multipliedBy(2));
        settle = set.witness()
                .map(w -> pair.plus(w.lease()).plus(t.failAfter().multipliedBy(12)))
                .orElse(pair);
    }

    private boolean steady(SimulatedStation station) {
        return set.time().minus(station.abilityChangedAt()).compareTo(NEWS) > 0;
    }

    void expectAlwaysAMaster(boolean on) {
        alwaysAMaster = on;
    }

    void cause(String what) {
        set.tell("* " + what);
        lastCause = set.time();
        changesSinceCause.clear();
    }

    /** How long after the last cause nothing may move any more. */
    Duration settle() {
        return settle;
    }

    void changed(SimulatedStation station, StationState before, StationState after) {
        Duration quiet = set.time().minus(lastCause);
        require(quiet.compareTo(settle) <= 0, station.name() + " changes its role without a cause");
        int count = changesSinceCause.merge(station.name(), 1, Integer::sum);
        int most = set.witness().isPresent() ? CHANGES_WITH_WITNESS : CHANGES_PER_CAUSE;
        require(count <= most, station.name() + " toggles its role");
        oneStays(station, after);
        if (after.role() == RoleState.MASTER) {
            ledSince.put(station.name(), set.time());
            Long last = highestLed.put(station.name(), after.term());
            require(last == null || after.term() > last, station.name() + " leads again without a newer term");
            notBesideAnother(station, after);
        }
    }

    /** Whoever was suspended does nothing on the strength of an old decision. */
    void decided(SimulatedStation station, Duration validFor) {
        require(
                validFor.compareTo(set.timing().freshness()) <= 0,
                station.name() + " may act on a decision for " + validFor);
    }

    /** Of two Masters that meet one stays: as long as nothing else happens to them, both never give way. */
    private void oneStays(SimulatedStation station, StationState after) {
        boolean stays = after.reason() != Reason.BOTH_MASTERS;
        for (SimulatedStation other : set.stations()) {
            stays |= other != station && (other.leads() || !joined(station, other));
        }
        require(stays, station.name() + " gives way to a Master that is none any more");
    }

    /** Roles are not preemptive: who sees a Master leads only if that one gives its role away. */
    private void notBesideAnother(SimulatedStation station, StationState after) {
        Duration limit = set.timing().failAfter().plus(SLACK);
        // Its first word may be under way while this one gives up waiting for it.
        Duration word = set.timing().heartbeat().multipliedBy(2);
        for (SimulatedStation other : set.stations()) {
            Duration start = since.get(inSight(station, other));
            // From the start of the later one on, or for long enough.
            boolean seen = start != null
                    && joined(station, other)
                    && (set.time().minus(start).compareTo(limit) > 0
                            || start.compareTo(station.bootedAt()) <= 0
                            || (start.compareTo(other.bootedAt()) <= 0
                                    && set.time().minus(other.bootedAt()).compareTo(word) > 0));
            // Who has just become the better one may take the role together with one that does not know of it yet.
            boolean steady = steady(station) && steady(other);
            require(
                    other == station || !seen || !steady || !other.leads() || after.reason() == Reason.SWITCHOVER,
                    station.name() + " takes the role beside a Master in sight: "
                            + after.reason().text());
        }
    }

    private static String inSight(SimulatedStation one, SimulatedStation other) {
        return one.name().compareTo(other.name()) < 0
                ? "in sight " + one.name() + other.name()
                : "in sight " + other.name() + one.name();
    }

    /** A station acts or leads that did not, or no longer does. */
    void changed() {
        changed = true;
    }

    /**
     * After every step. As long as nothing has changed, only what has to come about in time can break, and by itself a
     * station can only cease to act: it is enough to look now and then.
     */
    void stepped() {
        if (changed || set.time().minus(checkedAt).compareTo(UNCHANGED) >= 0) {
            check();
        }
    }

    void check() {
        changed = false;
        checkedAt = set.time();
        boolean witnessed = set.witness().isPresent();
        int acting = 0;
        int leading = 0;
        for (SimulatedStation station : set.stations()) {
            acting += station.acts() ? 1 : 0;
            leading += station.leads() ? 1 : 0;
            if (!witnessed) {
                checkAlone(station);
            } else if (station.acts()) {
                checkTerm(station);
            }
        }
        require(!alwaysAMaster || leading > 0, "a moment without a Master");
        // The heart of the witness: not even for a moment.
        require(!witnessed || acting <= 1, "two stations act as Master at once");
        checkTogether(leading, acting);
        if (witnessed) {
            checkWitnessed(acting);
        }
    }

    /** Who fences by the term must be able to tell two Masters apart, and which of them is the later one. */
    private void checkTerm(SimulatedStation acting) {
        long term = acting.state().orElseThrow().term();
        require(
                term > actedWith || (term == actedWith && actedLast.equals(acting.name())),
                acting.name() + " acts with term " + term + " after " + actedLast + " did with " + actedWith);
        actedWith = term;
        actedLast = acting.name();
    }

    /** How long something has been so without a break and without any cause meanwhile. */
    private boolean lasts(String what, boolean now, Duration span) {
        if (!now) {
            since.remove(what);
            return false;
        }
        Duration start = since.computeIfAbsent(what, w -> set.time());
        return set.time().minus(start).compareTo(span) > 0;
    }

    private boolean rested() {
        return set.time().minus(lastCause).compareTo(settle) > 0;
    }

    /** Without a witness a healthy station that hears nobody ends up Master. */
    private void checkAlone(SimulatedStation self) {
        boolean canLead = self.running() && self.whole();
        boolean deaf = set.linksOf(self.name()).stream()
                .noneMatch(l -> set.of(l.other(self.name())).running() && l.passes(l.other(self.name())));
        if (lasts("alone " + self.name(), canLead && deaf, settle)) {
            require(self.leads(), self.name() + " is healthy and alone but not Master");
        }
    }

    /** Whether all see each other; keeps in mind since when each two do. */
    private boolean joined() {
        boolean all = true;
        for (SimulatedStation one : set.stations()) {
            for (SimulatedStation other : set.stations()) {
                if (one != other) {
                    boolean joined = joined(one, other);
                    lasts(inSight(one, other), joined, Duration.ZERO);
                    all &= joined;
                }
            }
        }
        return all;
    }

    private boolean joined(SimulatedStation one, SimulatedStation other) {
        if (!one.running() || !other.running()) {
            return false;
        }
        for (SimulatedLink link : set.linksOf(one.name())) {
            if (link.joins(other.name()) && link.whole()) {
                return true;
            }
        }
        return false;
    }

    /** Stations that all see each other. */
    private void checkTogether(int leading, int acting) {
        boolean joined = joined();
        Duration limit = set.timing().failAfter().plus(SLACK);
        if (lasts("joined", joined, limit) && leading > 1) {
            require(set.time().minus(lastTwoLed()).compareTo(limit) <= 0, "a lasting split of stations in sight");
        }
        boolean whole = joined && set.stations().stream().allMatch(SimulatedStation::whole);
        boolean calm = lasts("whole", whole, settle);
        boolean able = set.stations().stream().anyMatch(s -> !s.defective());
        if (!lasts("joined for long", joined, settle) || !rested() || !able) {
            return;
        }
        require(leading == 1, "not exactly one Master although the stations see each other");
        require(acting == 1, "the Master does not act although all stations acknowledge it");
        if (calm) {
            checkOneMasterInTheEnd();
        }
    }

    /** When the second of those that lead now took the role. */
    private Duration lastTwoLed() {
        List<Duration> times = set.stations().stream()
                .filter(SimulatedStation::leads)
                .map(s -> ledSince.getOrDefault(s.name(), Duration.ZERO))
                .sorted()
                .toList();
        return times.get(1);
    }

    /** Once everything works again the others are Standby, and the Master holds the highest term. */
    private void checkOneMasterInTheEnd() {
        long leading = set.stations().stream()
                .filter(SimulatedStation::leads)
                .mapToLong(s -> s.state().orElseThrow().term())
                .max()
                .orElseThrow();
        for (SimulatedStation other : set.stations()) {
            StationState rests = other.state().orElseThrow();
            require(
                    other.leads() || rests.role() == RoleState.STANDBY,
                    other.name() + " is " + rests.role() + " although all works");
            require(leading >= rests.term(), "the Master does not hold the highest term");
            require(leading == rests.term(), other.name() + " does not know the Master's term");
        }
    }

    /** As long as a station without fault reaches the witness, somebody acts in the end. */
    private void checkWitnessed(int acting) {
        SimulatedWitness witness = set.witness().orElseThrow();
        for (SimulatedStation station : set.stations()) {
            boolean reaches = station.running() && station.whole() && witness.reachedBy(station.name());
            if (lasts("witnessed " + station.name(), reaches, settle) && rested()) {
                require(acting == 1, "nobody acts although " + station.name() + " reaches the witness");
            }
        }
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError(rule + " at " + set.time() + "\n" + set.story());
        }
    }
}
