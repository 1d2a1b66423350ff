package dev.pollux.testkit.explore;

import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.server.redundancy.StationState;
import java.time.Duration;

/** What must hold in every state of an {@link ExploredSet}, and what must come of it. */
final class SetRules {
    /** Longer than all that a set may need to come to rest: above all the wait for the lease of a dead Master. */
    private static final int REST = 60;

    /** After so many rounds in sight of each other no two may call themselves Master. */
    private static final int SPLIT = 8;

    private static final int QUIET = 10;
    /** After so many rounds each has heard of the other. */
    private static final int IN_SIGHT = 4;

    private SetRules() {}

    /** Where a witness rules no two act as Master at once, not for a moment, and who acts later has a higher term. */
    static void atEveryMoment(ExploredSet set) {
        if (!set.witnessed) {
            return;
        }
        boolean first = set.stations[0].acts(set.now);
        boolean second = set.stations[1].acts(set.now);
        require(!first || !second, "two stations act as Master at once");
        if (first || second) {
            ExploredStation acting = set.stations[first ? 0 : 1];
            acting.actedWith = acting.state().term();
            require(
                    acting.actedWith > set.stations[first ? 1 : 0].actedWith,
                    acting.name + " acts with a term that is not above what the other one acted with");
        }
    }

    /** Terms are fencing tokens: each time a station leads, its term is a newer one. */
    static void newerTerm(ExploredStation station, StationState after) {
        require(after.term() > station.highestLed, station.name + " leads again without a newer term");
    }

    /** Whoever was suspended does nothing on the strength of an old decision. */
    static void shortLived(Duration validFor) {
        require(validFor.compareTo(ExploredSet.TIMING.freshness()) <= 0, "a decision may be acted on for " + validFor);
    }

    /** Of two Masters that meet one stays. */
    static void oneStays(ExploredSet set, ExploredStation other, StationState after) {
        require(
                after.reason() != Reason.BOTH_MASTERS || other.leads() || !set.joined(),
                "a station gives way to a Master that is none any more");
    }

    /** Roles are not preemptive: who sees a Master leads only if that one gives its role away. */
    static void notBesideAnother(ExploredSet set, ExploredStation other, StationState after) {
        require(
                !set.inSight(IN_SIGHT) || !other.leads() || after.reason() == Reason.SWITCHOVER,
                "a station takes the role beside a Master in sight: "
                        + after.reason().text());
    }

    /** What comes of a state by itself, and what when everything works again. */
    static void whatComes(ExploredSet state) {
        ExploredSet left = state.copy();
        rest(left);
        if (left.joined() && !(left.stations[0].defect && left.stations[1].defect)) {
            oneMaster(left);
        }
        for (int one = 0; one < 2; one++) {
            ExploredStation station = left.stations[one];
            boolean able = station.running() && station.whole();
            require(
                    left.witnessed || !able || !left.deaf(one) || station.leads(),
                    station.name + " is healthy and alone but not Master");
            require(
                    !able || !left.reachesWitness(one) || acting(left) == 1,
                    "nobody acts although " + station.name + " reaches the witness");
        }
        ExploredSet healed = state.copy();
        healed.heal();
        rest(healed);
        oneMaster(healed);
        int leader = healed.stations[0].leads() ? 0 : 1;
        ExploredStation other = healed.stations[1 - leader];
        require(
                other.state().role() == RoleState.STANDBY,
                other.name + " is " + other.state().role() + " although all works");
        require(
                healed.stations[leader].state().term() == other.state().term(),
                "the Master does not hold the highest term, or the other one does not know it");
    }

    private static void rest(ExploredSet set) {
        for (int round = 0; round < REST; round++) {
            set.round(round % 2);
            require(
                    round < SPLIT || !set.joined() || !set.stations[0].leads() || !set.stations[1].leads(),
                    "a lasting split of stations in sight");
        }
        int changes = set.roleChanges;
        for (int round = 0; round < QUIET; round++) {
            set.round(round % 2);
        }
        require(set.roleChanges == changes, "the roles do not come to rest");
    }

    private static void oneMaster(ExploredSet set) {
        require(
                set.stations[0].leads() != set.stations[1].leads(),
                "not exactly one Master although the stations see each other");
        require(acting(set) == 1, "the Master does not act although both acknowledge it");
    }

    private static int acting(ExploredSet set) {
        return (set.stations[0].acts(set.now) ? 1 : 0) + (set.stations[1].acts(set.now) ? 1 : 0);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError(rule);
        }
    }
}
