package dev.pollux.testkit.pair;

import static dev.pollux.server.redundancy.RoleState.FAULT;
import static dev.pollux.server.redundancy.RoleState.MASTER;
import static dev.pollux.server.redundancy.RoleState.STANDBY;
import static dev.pollux.testkit.pair.PairSimulation.CASTOR;
import static dev.pollux.testkit.pair.PairSimulation.HELENA;
import static dev.pollux.testkit.pair.PairSimulation.POLLUX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.redundancy.Decision.Event;
import dev.pollux.server.redundancy.PairTiming;
import dev.pollux.server.redundancy.Reason;
import dev.pollux.server.redundancy.RoleState;
import dev.pollux.testkit.pair.PairSimulation.Plan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What a witness changes: no two stations ever act as Master at once, which the simulation checks at every instant of
 * every story. CASTOR is the default master; the lease lasts 5 s.
 */
class WitnessScenarioTest {
    private final PairSimulation pair = PairSimulation.started(7, Plan.witnessed(2, "main", "status"));

    private static Duration seconds(double s) {
        return Duration.ofMillis(Math.round(s * 1000));
    }

    private void expect(RoleState castor, RoleState pollux) {
        assertThat(pair.stateOf(CASTOR)).as(pair.story()).contains(castor);
        assertThat(pair.stateOf(POLLUX)).as(pair.story()).contains(pollux);
    }

    @Test
    void theMasterActs() {
        pair.runFor(seconds(5));

        expect(MASTER, STANDBY);
        assertThat(pair.acts(CASTOR)).isTrue();
        assertThat(pair.acts(POLLUX)).isFalse();
    }

    @Test
    void aTakeoverWaitsForTheEndOfTheLease() {
        pair.runFor(seconds(5)).kill(CASTOR).runFor(seconds(2.5));
        assertThat(pair.stateOf(POLLUX)).contains(STANDBY);

        pair.runFor(seconds(4));

        assertThat(pair.stateOf(POLLUX)).contains(MASTER);
        assertThat(pair.acts(POLLUX)).isTrue();
    }

    // A station that stops in good order gives the lease back, so nobody waits for its end.
    @Test
    void aStopInGoodOrderIsFollowedAtOnce() {
        pair.runFor(seconds(5)).stop(CASTOR).runFor(seconds(0.6));

        assertThat(pair.stateOf(POLLUX)).contains(MASTER);
        assertThat(pair.acts(POLLUX)).isTrue();
    }

    @Test
    void theLossOfTheWitnessAloneChangesNothing() {
        pair.runFor(seconds(5)).witness(false).runFor(seconds(60));

        expect(MASTER, STANDBY);
        assertThat(pair.acts(CASTOR)).isTrue();
        assertThat(pair.fullStateOf(CASTOR).term()).isEqualTo(1);
    }

    @Test
    void theLossOfThePartnerAloneChangesNothing() {
        pair.runFor(seconds(5)).allLinks(false).runFor(seconds(60));

        expect(MASTER, STANDBY);
        assertThat(pair.acts(CASTOR)).isTrue();
    }

    // The witness first, so that CASTOR leads on the word of POLLUX alone; then POLLUX itself, which gets the lease.
    @Test
    void aMasterCutOffFromWitnessAndPartnerStepsDownBeforeThePartnerLeads() {
        pair.runFor(seconds(5)).witnessFrom(CASTOR, false).runFor(seconds(20));
        expect(MASTER, STANDBY);

        pair.allLinks(false).runFor(seconds(1.6));
        expect(STANDBY, STANDBY);
        assertThat(pair.fullStateOf(CASTOR).reason()).isEqualTo(Reason.WITNESS);

        pair.runFor(seconds(1.5));
        expect(STANDBY, MASTER);
        assertThat(pair.acts(POLLUX)).isTrue();
    }

    @Test
    void withoutWitnessAndPartnerNobodyLeadsAndBothServe() {
        pair.runFor(seconds(5))
                .witness(false)
                .runFor(seconds(10))
                .allLinks(false)
                .runFor(seconds(10));

        expect(STANDBY, STANDBY);
    }

    @Test
    void aStationAloneServesAsStandbyUntilTheWitnessIsThere() {
        PairSimulation lone = new PairSimulation(1, PairTiming.DEFAULT, Plan.witnessed(2, "main"));
        lone.witness(false).start(POLLUX).runFor(seconds(10));
        assertThat(lone.stateOf(POLLUX)).contains(STANDBY);
        assertThat(lone.fullStateOf(POLLUX).reason()).isEqualTo(Reason.WITNESS);

        lone.witness(true).runFor(seconds(2));

        assertThat(lone.stateOf(POLLUX)).contains(MASTER);
    }

    // As SIGSTOP longer than the lease: the other one leads, and the thawed one must not act on what it remembers.
    @Test
    void aMasterFrozenForLongerThanTheLeaseDoesNotActWhenItGoesOn() {
        pair.runFor(seconds(5)).freeze(CASTOR).runFor(seconds(10));
        assertThat(pair.stateOf(POLLUX)).contains(MASTER);
        assertThat(pair.acts(POLLUX)).isTrue();

        pair.thaw(CASTOR);
        assertThat(pair.acts(CASTOR)).isFalse();
        assertThat(pair.stateOf(CASTOR)).isNotEqualTo(MASTER);

        pair.runFor(seconds(2));
        expect(STANDBY, MASTER);
    }

    @Test
    void theLeaseGoesOverInAPlannedSwitchoverWithoutAMomentWithoutAMaster() {
        pair.runFor(seconds(5)).expectAlwaysAMaster(true);
        assertThat(pair.switchoverTo(POLLUX))
                .hasValueSatisfying(a -> assertThat(a.accepted()).isTrue());
        pair.runFor(seconds(0.5));
        expect(STANDBY, MASTER);
        assertThat(pair.acts(POLLUX)).isTrue();

        // It holds the lease now, and needs nobody's word.
        pair.allLinks(false).runFor(seconds(10));
        expect(STANDBY, MASTER);
        assertThat(pair.acts(POLLUX)).isTrue();
    }

    // The word of the old Master covers the new one.
    @Test
    void aPlannedSwitchoverWorksWithoutTheWitnessToo() {
        pair.runFor(seconds(5)).witness(false).runFor(seconds(10)).expectAlwaysAMaster(true);

        pair.switchoverTo(POLLUX);
        pair.runFor(seconds(0.5));

        expect(STANDBY, MASTER);
        assertThat(pair.acts(POLLUX)).isTrue();
    }

    // It has promised CASTOR, which may go on acting on that promise; a restart makes it forget.
    @Test
    void aRestartedStationKeepsThePromiseThatItForgot() {
        pair.runFor(seconds(5)).witnessFrom(CASTOR, false).runFor(seconds(10));
        assertThat(pair.acts(CASTOR)).as("control: by the word of POLLUX").isTrue();

        pair.kill(POLLUX).allLinks(false).start(POLLUX).runFor(seconds(1));
        assertThat(pair.acts(CASTOR)).isTrue();
        pair.runFor(seconds(9));

        expect(STANDBY, MASTER);
    }

    @Test
    void ofThreeTheOneThatReachesTheWitnessTakesOver() {
        PairSimulation set = PairSimulation.started(3, Plan.witnessed(3, "main"));
        set.runFor(seconds(5)).witnessFrom(POLLUX, false).kill(CASTOR).runFor(seconds(20));

        assertThat(set.stateOf(HELENA)).as(set.story()).contains(MASTER);
        assertThat(set.stateOf(POLLUX)).contains(STANDBY);
    }

    @Test
    void ofThreeTheEarlierOfTheListTakesOver() {
        PairSimulation set = PairSimulation.started(3, Plan.witnessed(3, "main", "status"));
        set.runFor(seconds(5)).kill(CASTOR).runFor(seconds(8));

        assertThat(set.stateOf(POLLUX)).as(set.story()).contains(MASTER);
        assertThat(set.eventsOf(POLLUX)).contains(Event.PARTNER_LOST);
        assertThat(set.fullStateOf(POLLUX).reason()).isEqualTo(Reason.PARTNER_LOST);
        assertThat(set.stateOf(HELENA)).contains(STANDBY);
    }

    @Test
    void ofThreeTheMoreAbleTakesOver() {
        PairSimulation set = PairSimulation.started(3, Plan.witnessed(3, "main"));
        set.runFor(seconds(5)).plantNetwork(POLLUX, false).kill(CASTOR).runFor(seconds(10));

        assertThat(set.stateOf(HELENA)).as(set.story()).contains(MASTER);
    }

    @Test
    void ofThreeTheNamedOneIsGivenTheRole() {
        PairSimulation set = PairSimulation.started(3, Plan.witnessed(3, "main"));
        set.runFor(seconds(5)).expectAlwaysAMaster(true);

        assertThat(set.askToYieldTo(CASTOR, HELENA))
                .hasValueSatisfying(a -> assertThat(a.text()).isEqualTo("the role is offered to HELENA"));
        set.runFor(seconds(1));

        assertThat(set.stateOf(HELENA)).as(set.story()).contains(MASTER);
        assertThat(set.stateOf(CASTOR)).contains(STANDBY);
        assertThat(set.acts(HELENA)).isTrue();
    }

    // The word of the others counts only if it is the word of all: the third could have got the lease meanwhile.
    @Test
    void ofThreeWithoutWitnessAMasterNeedsTheWordOfBoth() {
        PairSimulation set = PairSimulation.started(3, Plan.witnessed(3, "main"));
        set.runFor(seconds(5)).witnessFrom(CASTOR, false).runFor(seconds(10));
        assertThat(set.acts(CASTOR)).isTrue();

        set.between(CASTOR, HELENA, false).runFor(seconds(2));
        assertThat(set.acts(CASTOR)).isFalse();

        set.runFor(seconds(20));
        assertThat(set.acts(POLLUX) || set.acts(HELENA)).as(set.story()).isTrue();
    }

    // HELENA has never heard of the Master that led in between; the witness has its term on record.
    @Test
    void theWitnessRemembersTheTermOfAMasterThatNobodyElseHasMet() {
        PairSimulation set = PairSimulation.started(3, Plan.witnessed(3, "main"));
        set.runFor(seconds(5)).between(CASTOR, HELENA, false).between(POLLUX, HELENA, false);
        set.kill(CASTOR).runFor(seconds(20));
        assertThat(set.acts(POLLUX)).as(set.story()).isTrue();
        long between = set.fullStateOf(POLLUX).term();
        assertThat(set.fullStateOf(HELENA).term()).as("control").isLessThan(between);

        set.kill(POLLUX).runFor(seconds(20));

        assertThat(set.acts(HELENA)).as(set.story()).isTrue();
        assertThat(set.fullStateOf(HELENA).term()).isGreaterThan(between);
    }

    @Test
    void aMasterCutOffFromThePlantGivesWayWithItsLease() {
        pair.runFor(seconds(5)).plantNetwork(CASTOR, false).runFor(seconds(1.6));

        expect(FAULT, MASTER);
        assertThat(pair.acts(POLLUX)).isTrue();
    }

    // Nobody could lead without the witness as long as one of three was suspended. When that one answers again, two
    // could
    // at the same moment, and both had waited long enough: the one that goes first does, the other one lets it.
    @Test
    void ofTwoThatMayLeadSinceTheSameMomentOnlyTheFirstDoes() {
        PairSimulation set = PairSimulation.started(5, Plan.witnessed(3, "main", "status"));
        set.runFor(seconds(5)).freeze(POLLUX).witness(false).runFor(seconds(15));
        assertThat(set.stateOf(CASTOR)).as(set.story()).contains(STANDBY);

        set.thaw(POLLUX).runFor(seconds(0.5));

        assertThat(set.stateOf(CASTOR)).as(set.story()).contains(MASTER);
        assertThat(set.fullStateOf(CASTOR).term()).isEqualTo(4);
        assertThat(set.stateOf(HELENA)).contains(STANDBY);
        assertThat(set.eventsOf(CASTOR)).doesNotContain(Event.BOTH_MASTERS);
    }
}
