package dev.pollux.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which missed polls are gaps. */
class MissRulesTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    private final MissRules rules = new MissRules();

    @Test
    void aSinglePollThatIsMissedIsAGap() {
        assertThat(rules.isGap(1, SHORT, seconds(1_000))).isTrue();
        assertThat(rules.isGap(1, Duration.ofSeconds(10), seconds(1_001))).isTrue();
    }

    // A device that answers too late for each second poll would have a gap at each, for as long as it is there.
    @Test
    void aDeviceThatIsAlwaysLateDoesNotFallToPieces() {
        int gaps = 0;
        for (int tenth = 0; tenth < 100_000; tenth++) {
            gaps += rules.isGap(1, SHORT, tenth * seconds(1) / 10) ? 1 : 0;
        }

        assertThat(gaps).as("60 at once, and one each of the ten minutes after").isEqualTo(MissRules.SHORT_MAX + 16);
    }

    @Test
    void timeEarnsGapsAgain() {
        for (int i = 0; i < MissRules.SHORT_MAX; i++) {
            rules.isGap(1, SHORT, seconds(i));
        }
        assertThat(rules.isGap(1, SHORT, seconds(60))).as("control: used up").isFalse();

        assertThat(rules.isGap(1, SHORT, seconds(1_205))).isTrue();
        assertThat(rules.isGap(1, SHORT, seconds(1_206))).isTrue();
        assertThat(rules.isGap(1, SHORT, seconds(1_207)))
                .as("twenty minutes, two gaps")
                .isFalse();
    }

    // The process was frozen, or the device was silent: whatever happened before, nobody polled then.
    @Test
    void aLongPauseIsAlwaysAGap() {
        for (int i = 0; i < 2 * MissRules.SHORT_MAX; i++) {
            assertThat(rules.isGap(20, Duration.ofSeconds(2), seconds(3L * i))).isTrue();
        }
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
