package dev.pollux.server.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.maintenance.StateChangeRules.Action;
import dev.pollux.server.maintenance.StateChangeRules.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RequestServerStateChange argument by argument (OPC 10000-5 §9.4). */
class StateChangeRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Optional<Instant> LATER = Optional.of(NOW.plusSeconds(60));
    private static final Optional<Instant> PAST = Optional.of(NOW.minusSeconds(60));

    private static Verdict judge(int state, Optional<Instant> back, long seconds, boolean restart) {
        return StateChangeRules.judge(new StateChange(state, back, seconds, "why", restart), NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "0, false, RUN",
        "0, true, RESTART",
        "3, false, MAINTAIN",
        "3, true, MAINTAIN_AND_RESTART",
        "4, false, STOP",
        "4, true, REFUSE",
        "1, false, REFUSE",
        "2, false, REFUSE",
        "5, false, REFUSE",
        "6, false, REFUSE",
        "7, false, REFUSE"
    })
    void onlyWishesThatAnOperatorCanHaveAreAccepted(int state, boolean restart, Action expected) {
        Verdict verdict = judge(state, Optional.empty(), 5, restart);

        assertThat(verdict.action()).isEqualTo(expected);
        assertThat(verdict.quality().good()).isEqualTo(expected != Action.REFUSE);
    }

    @ParameterizedTest
    @CsvSource({"-1", "8", "2147483647"})
    void aNumberThatIsNoStateIsNamedAsTheFirstArgument(int state) {
        assertThat(judge(state, Optional.empty(), 0, false).argument()).isZero();
    }

    // "This parameter shall be ignored by the Server ... if the new state is RUNNING".
    @Test
    void aReturnTimeInThePastIsWrongUnlessItIsIgnored() {
        assertThat(judge(3, PAST, 0, false).argument()).isEqualTo(1);
        assertThat(judge(3, LATER, 0, false).action()).isEqualTo(Action.MAINTAIN);
        assertThat(judge(0, PAST, 0, false).action()).isEqualTo(Action.RUN);
    }

    // "This parameter is ignored unless the state is set to SHUTDOWN or restart is set to True".
    @Test
    void theCountdownCountsOnlyForWhatEndsTheProcess() {
        long tooLong = StateChangeRules.COUNTDOWN_MAX.toSeconds() + 1;

        assertThat(judge(4, Optional.empty(), tooLong, false).argument()).isEqualTo(2);
        assertThat(judge(0, Optional.empty(), tooLong, true).argument()).isEqualTo(2);
        assertThat(judge(3, Optional.empty(), tooLong, false).action()).isEqualTo(Action.MAINTAIN);
        assertThat(judge(4, Optional.empty(), 30, false).countdown()).isEqualTo(Duration.ofSeconds(30));
        assertThat(judge(3, Optional.empty(), 30, false).countdown()).isZero();
    }

    @Test
    void aNovelIsNoReason() {
        StateChange wish = new StateChange(3, Optional.empty(), 0, "x".repeat(Maintenance.TEXT_MAX + 1), false);

        assertThat(StateChangeRules.judge(wish, NOW).argument()).isEqualTo(3);
    }
}
