package dev.pollux.server.redundancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.redundancy.CommandRules.Grounds;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may command the plant, and what becomes of a command when the set changes before it is sent. */
class CommandRulesTest {
    private static final Duration FRESH = Duration.ofMillis(500);

    private final CommandRules rules = new CommandRules(FRESH, Duration.ofSeconds(1));

    private static Duration at(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** Decided at 10 s. */
    private static Standing master(long term) {
        return new Standing(RoleState.MASTER, term, at(10), at(10.5), false, Optional.empty(), false);
    }

    private static Standing standby(long term, boolean hearsMaster) {
        return new Standing(RoleState.STANDBY, term, at(10), Duration.ZERO, hearsMaster, Optional.empty(), false);
    }

    private static Standing fault(boolean hearsMaster, boolean forlorn) {
        return new Standing(RoleState.FAULT, 5, at(10), Duration.ZERO, hearsMaster, Optional.empty(), forlorn);
    }

    @Test
    void aMasterCommandsWhileItMayAct() {
        assertThat(rules.grounds(master(5), at(10.4))).contains(new Grounds(5, true));
        assertThat(rules.grounds(master(5), at(10.5))).isEmpty();
        Standing unbacked = new Standing(RoleState.MASTER, 5, at(10), Duration.ZERO, true, Optional.empty(), false);
        assertThat(rules.grounds(unbacked, at(10))).isEmpty();
    }

    // Each station of a set is a full server, but one that does not know who leads does not know the term.
    @Test
    void aStandbyCommandsForItsOwnClientsWhileItHearsTheMaster() {
        assertThat(rules.grounds(standby(5, true), at(10.4))).contains(new Grounds(5, false));
        assertThat(rules.grounds(standby(5, true), at(10.5))).isEmpty();
        assertThat(rules.grounds(standby(5, false), at(10))).isEmpty();
    }

    @Test
    void inFaultItServesAsWellAsItCan() {
        assertThat(rules.grounds(fault(true, false), at(10))).contains(new Grounds(5, false));
        assertThat(rules.grounds(fault(false, true), at(10))).contains(new Grounds(5, false));
        assertThat(rules.grounds(fault(false, false), at(10))).isEmpty();
        assertThat(rules.grounds(fault(true, true), at(11))).isEmpty();
    }

    @Test
    void aStationAloneNeedsNobodyAndOneThatIsStartingKnowsNothing() {
        Standing alone = new Standing(RoleState.STANDALONE, 0, at(10), Duration.ZERO, false, Optional.empty(), false);
        assertThat(rules.grounds(alone, at(1000))).contains(new Grounds(0, true));
        Standing starting = new Standing(RoleState.UNDEFINED, 5, at(10), Duration.ZERO, true, Optional.empty(), true);
        assertThat(rules.grounds(starting, at(10))).isEmpty();
    }

    // SIGSTOP between taking the write and sending it; the other station leads with term 6 meanwhile.
    @Test
    void aCommandOfAMasterThatWasFrozenIsNotSent() {
        Grounds taken = rules.grounds(master(5), at(10.1)).orElseThrow();
        assertThat(rules.hold(taken, master(5), at(10.2))).as("control").isTrue();

        assertThat(rules.hold(taken, master(5), at(20)))
                .as("before it decides anew")
                .isFalse();
        Standing woken = new Standing(RoleState.UNDEFINED, 5, at(20), Duration.ZERO, false, Optional.empty(), false);
        assertThat(rules.hold(taken, woken, at(20))).isFalse();
        Standing told = new Standing(RoleState.STANDBY, 6, at(20.1), Duration.ZERO, true, Optional.empty(), false);
        assertThat(rules.hold(taken, told, at(20.1))).as("knows the new Master").isFalse();
        Standing again = new Standing(RoleState.MASTER, 7, at(30), at(30.5), false, Optional.empty(), false);
        assertThat(rules.hold(taken, again, at(30.1)))
                .as("leads again; another did in between")
                .isFalse();
    }

    // A request that came while it was frozen is read when it goes on; the Master is known by then.
    @Test
    void nothingIsCommandedRightAfterAPauseOfThisProcess() {
        Standing resumed =
                new Standing(RoleState.STANDBY, 6, at(20.9), Duration.ZERO, true, Optional.of(at(20)), false);

        assertThat(rules.grounds(resumed, at(20.95))).isEmpty();
        assertThat(rules.grounds(resumed, at(21))).contains(new Grounds(6, false));
    }

    @Test
    void aStandbyThatBecomesMasterFinishesWhatItTookBefore() {
        Grounds taken = rules.grounds(standby(5, true), at(10.1)).orElseThrow();

        assertThat(rules.hold(taken, master(6), at(10.2))).isTrue();
        assertThat(rules.hold(taken, standby(6, true), at(10.2)))
                .as("another leads now")
                .isFalse();
    }

    @Test
    void nobodyCommandsOnAnOldDecisionButWhoIsAlone() {
        for (RoleState role : EnumSet.complementOf(EnumSet.of(RoleState.STANDALONE))) {
            Standing old = new Standing(role, 5, at(10), at(10.5), true, Optional.empty(), true);
            assertThat(rules.grounds(old, at(10.6))).as(role.name()).isEqualTo(Optional.empty());
        }
    }
}
