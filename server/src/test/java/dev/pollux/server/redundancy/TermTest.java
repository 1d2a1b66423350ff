package dev.pollux.server.redundancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who acts later has a higher term, and nobody has another's: what each entitlement says of the term. */
class TermTest {
    private static final PairTiming TIMING = PairTiming.DEFAULT;
    private static final List<String> ORDER = List.of("CASTOR", "POLLUX");
    private static final Validation ABLE = new Validation(true, true, 2, 2);

    private final PairCore castor = core("CASTOR", "POLLUX", 0);
    private Duration now = Duration.ZERO;
    private long sequence;

    private static PairCore core(String self, String other, long stored) {
        return new PairCore(new RoleRules(TIMING, self, ORDER), TIMING, Map.of(other, List.of("main")), 1, stored);
    }

    private Decision decide(PairCore core, WitnessView witness) {
        now = now.plusMillis(50);
        return core.decide(now, ABLE, Optional.empty(), witness, Optional.empty());
    }

    private NumberedReport says(RoleState role, long term) {
        return new NumberedReport(
                2, ++sequence, new PartnerReport(role, Handover.NONE, "", term, ABLE, true, false, false));
    }

    /** The partner answers a question that was sent now. */
    private Decision answered(PairCore core, RoleState role, long term, WitnessView witness) {
        Duration sent = now;
        decide(core, witness);
        core.answered("main", sent, now, says(role, term));
        return decide(core, witness);
    }

    private boolean acts(Decision decision) {
        return decision.leadsUntil().compareTo(now) > 0;
    }

    /** CASTOR leads by the word of POLLUX, as nobody reaches the witness. */
    private Decision ledByWord() {
        assertThat(answered(castor, RoleState.UNDEFINED, 0, WitnessView.UNREACHABLE)
                        .next()
                        .role())
                .isEqualTo(RoleState.MASTER);
        return answered(castor, RoleState.STANDBY, 1, WitnessView.UNREACHABLE);
    }

    // Else POLLUX could lead later with the term that CASTOR has acted with: it has never heard of it.
    @Test
    void aTermThatIsRaisedIsNotCoveredByTheWordForTheOldOne() {
        assertThat(acts(ledByWord())).as("control").isTrue();

        // POLLUX has taken an offer that CASTOR took back, and has given way at once.
        castor.heard("main", now, says(RoleState.STANDBY, 4));
        Decision raised = decide(castor, WitnessView.UNREACHABLE);
        assertThat(raised.next().term()).isEqualTo(5);
        assertThat(raised.next().role()).as("it does not step down for that").isEqualTo(RoleState.MASTER);
        assertThat(acts(raised)).isFalse();

        Decision old = answered(castor, RoleState.STANDBY, 4, WitnessView.UNREACHABLE);
        assertThat(acts(old)).as("answered without having heard of it").isFalse();
        for (int i = 0; i < 100; i++) {
            assertThat(answered(castor, RoleState.STANDBY, 4, WitnessView.UNREACHABLE)
                            .next()
                            .role())
                    .as("not after a while either")
                    .isEqualTo(RoleState.MASTER);
        }

        assertThat(acts(answered(castor, RoleState.STANDBY, 5, WitnessView.UNREACHABLE)))
                .as("answered by who knows it")
                .isTrue();
    }

    @Test
    void aTermThatIsRaisedIsNotCoveredByALeaseThatHasTheOldOneOnRecord() {
        ledByWord();
        for (int i = 0; i < 50; i++) {
            answered(castor, RoleState.STANDBY, 1, WitnessView.UNREACHABLE);
        }
        Duration late = now.plusSeconds(60);
        assertThat(acts(decide(castor, WitnessView.held(late, 1))))
                .as("control")
                .isTrue();

        castor.heard("main", now, says(RoleState.STANDBY, 4));
        assertThat(acts(decide(castor, WitnessView.held(late, 1)))).isFalse();
        assertThat(acts(decide(castor, WitnessView.held(late, 5)))).isTrue();
    }

    // It was called Master by consent, then another had the lease for a while and acted with the term on record.
    @Test
    void aMasterThatGetsTheLeaseTakesATermAboveTheOneOnRecord() {
        assertThat(ledByWord().next().term()).isEqualTo(1);
        for (int i = 0; i < 50; i++) {
            answered(castor, RoleState.STANDBY, 1, WitnessView.UNREACHABLE);
        }

        Decision got = decide(castor, WitnessView.held(now.plusSeconds(60), 2));

        assertThat(got.next().term()).isEqualTo(3);
        assertThat(acts(got)).as("not on record yet, nor known to POLLUX").isFalse();
        assertThat(acts(decide(castor, WitnessView.held(now.plusSeconds(60), 3))))
                .isTrue();
    }

    // One may be called Master by consent while the other gets the lease, and neither has heard of that yet.
    @Test
    void noTwoStationsTakeTheSameTermWhateverTheyKnow() {
        for (long stored = 0; stored < 10; stored++) {
            now = Duration.ZERO;
            PairCore one = core("CASTOR", "POLLUX", stored);
            PairCore two = core("POLLUX", "CASTOR", stored);
            answered(one, RoleState.UNDEFINED, stored, WitnessView.UNREACHABLE);
            for (int i = 0; i < 300; i++) {
                decide(two, WitnessView.held(now.plusSeconds(60), stored));
            }

            assertThat(one.state().role()).isEqualTo(RoleState.MASTER);
            assertThat(two.state().role()).isEqualTo(RoleState.MASTER);
            assertThat(one.state().term())
                    .isGreaterThan(stored)
                    .isNotEqualTo(two.state().term());
            assertThat(two.state().term()).isGreaterThan(stored);
        }
    }
}
