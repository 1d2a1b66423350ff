package dev.pollux.testkit.explore;

import dev.pollux.server.redundancy.Decision;
import dev.pollux.server.redundancy.NumberedReport;
import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import dev.pollux.server.redundancy.SwitchoverRequest;
import dev.pollux.server.redundancy.WitnessView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Two stations whose time goes on in rounds of one heartbeat: in each round every station decides and exchanges reports
 * over every link once. What lies below a round in reality, delays and the order of messages, is in it only as far as
 * either station may come first; the seeded stories have the rest. Can be copied, so that everything that may come of
 * one state can be tried.
 */
final class ExploredSet {
    static final List<String> NAMES = List.of("CASTOR", "POLLUX");
    static final Duration ROUND = Duration.ofMillis(200);
    /** As short as the rules allow, so that a few moves span every one of these times. */
    static final PairTiming TIMING = new PairTiming(
            Duration.ofMillis(600), Duration.ofMillis(600), Duration.ofMillis(400), ROUND, Duration.ofMillis(600));

    private static final Duration LEASE = Duration.ofSeconds(1);
    /** In so many rounds everybody has heard what has changed. */
    private static final int NEWS = 2;

    /** A tenth less: clocks of two machines do not run alike. */
    private static final Duration LEASE_USED = Duration.ofMillis(900);

    final List<String> links;
    final boolean witnessed;
    final ExploredStation[] stations = new ExploredStation[2];
    /** For each link, whether what leaves each station arrives. */
    final boolean[][] up;

    boolean witnessUp = true;
    int holder = -1;
    /** The highest that the witness has on record. */
    long witnessTerm;

    Duration leaseUntil = Duration.ZERO;
    Duration now = Duration.ZERO;
    int roleChanges;
    /** For how many rounds both have been in sight of each other. */
    int joinedFor;
    /** For how many rounds neither has become more or less able. */
    int steadyFor;

    /** Nothing runs yet, everything works. */
    ExploredSet(List<String> links, boolean witnessed) {
        this.links = links;
        this.witnessed = witnessed;
        up = new boolean[links.size()][2];
        for (boolean[] each : up) {
            each[0] = true;
            each[1] = true;
        }
        for (int i = 0; i < 2; i++) {
            stations[i] = new ExploredStation(NAMES.get(i), i);
        }
    }

    ExploredSet copy() {
        ExploredSet copy = new ExploredSet(links, witnessed);
        for (int i = 0; i < 2; i++) {
            copy.stations[i] = stations[i].copy();
        }
        for (int link = 0; link < up.length; link++) {
            copy.up[link] = up[link].clone();
        }
        copy.witnessUp = witnessUp;
        copy.holder = holder;
        copy.witnessTerm = witnessTerm;
        copy.leaseUntil = leaseUntil;
        copy.now = now;
        copy.roleChanges = roleChanges;
        copy.joinedFor = joinedFor;
        copy.steadyFor = steadyFor;
        return copy;
    }

    /** Lets something happen; false if it cannot happen now. */
    boolean apply(Move move, int one) {
        ExploredStation station = stations[one];
        steadyFor = move.changesAbility() ? 0 : steadyFor;
        switch (move) {
            case NOTHING -> {
                return true;
            }
            case KILL_OR_START -> killOrStart(one);
            case STOP -> {
                return stop(one);
            }
            case FREEZE_OR_THAW -> {
                return freezeOrThaw(one);
            }
            case CUT_OR_RESTORE_MAIN -> up[0][one] = !up[0][one];
            case CUT_OR_RESTORE_STATUS -> {
                if (links.size() < 2) {
                    return false;
                }
                up[1][one] = !up[1][one];
            }
            case LEAD -> {
                return ask(one, SwitchoverRequest.LEAD);
            }
            case YIELD -> {
                return ask(one, SwitchoverRequest.YIELD);
            }
            case DEVICES -> station.devices = !station.devices;
            case PLANT_NETWORK -> station.plantNetwork = !station.plantNetwork;
            case DEFECT -> {
                if (!station.alive() || station.defect) {
                    return false;
                }
                station.defect = true;
            }
            case WITNESS_REACH -> station.witnessInReach = !station.witnessInReach;
            case WITNESS -> witnessUp = !witnessUp;
        }
        return !move.needsWitness() || witnessed;
    }

    private void killOrStart(int one) {
        if (!stations[one].alive()) {
            stations[one].start(TIMING, NAMES, NAMES.get(1 - one), links, now);
            stations[one].witness = witnessed ? WitnessView.UNREACHABLE : WitnessView.NONE;
            return;
        }
        stations[one].kill();
        ExploredStation other = stations[1 - one];
        for (int link = 0; link < up.length; link++) {
            if (other.running() && up[link][0] && up[link][1]) {
                other.living().refused(links.get(link), other.uptime(now));
                decide(1 - one, Optional.empty());
            }
        }
    }

    /** In good order: the partner is told, then the process ends. */
    private boolean stop(int one) {
        if (!stations[one].running()) {
            return false;
        }
        stations[one].living().stopRuntime();
        decide(one, Optional.empty());
        for (int link = 0; link < up.length; link++) {
            exchange(one, link);
        }
        killOrStart(one);
        return true;
    }

    private boolean freezeOrThaw(int one) {
        ExploredStation station = stations[one];
        if (!station.alive()) {
            return false;
        }
        station.frozen = !station.frozen;
        if (!station.frozen) {
            // Other threads of the process may act before its first decision.
            SetRules.atEveryMoment(this);
            decide(one, Optional.empty());
            for (ExploredStation.Waiting waiting : List.copyOf(station.inbox)) {
                station.living().heard(waiting.link(), station.uptime(now), waiting.report());
                decide(one, Optional.empty());
            }
            station.inbox.clear();
        }
        return true;
    }

    private boolean ask(int one, SwitchoverRequest request) {
        if (!stations[one].running()) {
            return false;
        }
        decide(one, Optional.of(request));
        return true;
    }

    /** Everything works again, and what was dead or defective is started anew. */
    void heal() {
        steadyFor = 0;
        for (boolean[] each : up) {
            each[0] = true;
            each[1] = true;
        }
        witnessUp = true;
        for (int i = 0; i < 2; i++) {
            ExploredStation station = stations[i];
            if (station.frozen) {
                freezeOrThaw(i);
            }
            if (station.defect) {
                killOrStart(i);
                station.defect = false;
            }
            station.devices = true;
            station.plantNetwork = true;
            station.witnessInReach = true;
            if (!station.alive()) {
                killOrStart(i);
            }
        }
    }

    /** One heartbeat. */
    void round(int first) {
        now = now.plus(ROUND);
        joinedFor = joined() ? joinedFor + 1 : 0;
        steadyFor++;
        SetRules.atEveryMoment(this);
        for (int i = 0; i < 2; i++) {
            int one = (first + i) % 2;
            if (stations[one].running()) {
                askWitness(one);
                decide(one, Optional.empty());
            }
        }
        for (int i = 0; i < 2; i++) {
            for (int link = 0; link < up.length; link++) {
                exchange((first + i) % 2, link);
            }
        }
    }

    private void exchange(int one, int link) {
        ExploredStation from = stations[one];
        ExploredStation to = stations[1 - one];
        if (!from.running()) {
            return;
        }
        String name = links.get(link);
        boolean there = up[link][one];
        boolean back = up[link][1 - one];
        if (!there || !back) {
            from.living().silent(name);
        }
        if (!there) {
            return;
        }
        if (!to.alive()) {
            if (back) {
                from.living().refused(name, from.uptime(now));
                decide(one, Optional.empty());
            }
            return;
        }
        NumberedReport said = from.living().report();
        if (to.frozen) {
            to.inbox.removeIf(waiting -> waiting.link().equals(name));
            to.inbox.add(new ExploredStation.Waiting(name, said));
            return;
        }
        to.living().heard(name, to.uptime(now), said);
        decide(1 - one, Optional.empty());
        NumberedReport answer = to.living().report();
        if (back) {
            Duration uptime = from.uptime(now);
            from.living().answered(name, uptime, uptime, answer);
            decide(one, Optional.empty());
        }
    }

    private void decide(int one, Optional<SwitchoverRequest> request) {
        ExploredStation station = stations[one];
        StationState before = station.state();
        Decision decision = station.decide(now, request);
        StationState after = decision.next();
        SetRules.shortLived(decision.leadsUntil().minus(station.uptime(now)));
        if (after.role() != before.role()) {
            roleChanges++;
            SetRules.oneStays(this, stations[1 - one], after);
            if (after.role() == RoleState.MASTER) {
                SetRules.newerTerm(station, after);
                SetRules.notBesideAnother(this, stations[1 - one], after);
                station.highestLed = after.term();
            }
        }
        if (witnessed) {
            want(one, decision.wantsLease());
        }
        SetRules.atEveryMoment(this);
    }

    private void want(int one, boolean lease) {
        ExploredStation station = stations[one];
        if (!lease && station.holdsLease) {
            station.holdsLease = false;
            station.witness = WitnessView.FREE.knowing(station.witness.term());
            if (reachesWitness(one) && holder == one) {
                holder = -1;
            }
        }
        station.wantsLease = lease;
    }

    boolean reachesWitness(int one) {
        return witnessed && witnessUp && stations[one].witnessInReach;
    }

    private void askWitness(int one) {
        ExploredStation station = stations[one];
        Duration uptime = station.uptime(now);
        if (!witnessed) {
            return;
        }
        if (!reachesWitness(one)) {
            boolean held = station.witness
                    .until()
                    .filter(until -> until.compareTo(uptime) > 0)
                    .isPresent();
            station.witness = held ? station.witness : WitnessView.UNREACHABLE.knowing(station.witness.term());
            return;
        }
        if (leaseUntil.compareTo(now) <= 0) {
            holder = -1;
        }
        boolean mine = holder == one && station.holdsLease;
        station.holdsLease = mine;
        if (station.wantsLease && (holder < 0 || mine)) {
            holder = one;
            station.holdsLease = true;
            leaseUntil = now.plus(LEASE);
            witnessTerm = Math.max(witnessTerm, station.state().term());
            station.witness = WitnessView.held(uptime.plus(LEASE_USED), witnessTerm);
        } else {
            station.witness =
                    (holder < 0 ? WitnessView.FREE : WitnessView.taken(NAMES.get(holder))).knowing(witnessTerm);
        }
    }

    /** Whether both run and one link works in both directions. */
    boolean joined() {
        boolean whole = false;
        for (boolean[] each : up) {
            whole |= each[0] && each[1];
        }
        return whole && stations[0].running() && stations[1].running();
    }

    /** Whether both have seen each other for more than so many rounds, or ever since the later one started. */
    boolean inSight(int rounds) {
        // Who has just become the better one may take the role together with one that does not know of it yet.
        if (!joined() || steadyFor <= NEWS) {
            return false;
        }
        Duration later =
                stations[0].bootedAt.compareTo(stations[1].bootedAt) > 0 ? stations[0].bootedAt : stations[1].bootedAt;
        return joinedFor > rounds || ROUND.multipliedBy(joinedFor).compareTo(now.minus(later)) >= 0;
    }

    /** Whether nothing that a partner says arrives. */
    boolean deaf(int one) {
        boolean hears = false;
        for (boolean[] each : up) {
            hears |= each[1 - one];
        }
        return !hears || !stations[1 - one].running();
    }
}
