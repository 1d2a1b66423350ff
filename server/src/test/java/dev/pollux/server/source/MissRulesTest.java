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

    // Asked each second, it answers after three: each cycle misses two polls, for years.
    @Test
    void aDeviceThatIsAlwaysFarTooSlowDoesNotFallToPieces() {
        int gaps = 0;
        for (int cycle = 0; cycle < 20_000; cycle++) {
            gaps += rules.isGap(2, Duration.ofSeconds(2), seconds(3L * cycle)) ? 1 : 0;
        }

        assertThat(gaps)
                .as("1,000 at once, and one each of the ten minutes after")
                .isEqualTo(MissRules.LONG_MAX + 99);
        assertThat(rules.isGap(600, Duration.ofMinutes(10), seconds(60_600)))
                .as("a real freeze in between")
                .isTrue();
    }

    // The process was frozen, or the device was silent: though short gaps are used up, nobody polled then.
    @Test
    void aLongPauseIsAGapAlsoWhenShortOnesDoNotCountAnyMore() {
        for (int i = 0; i < MissRules.SHORT_MAX; i++) {
            rules.isGap(1, SHORT, seconds(0));
        }
        assertThat(rules.isGap(1, SHORT, seconds(0))).as("control").isFalse();

        for (int i = 0; i < 2 * MissRules.SHORT_MAX; i++) {
            assertThat(rules.isGap(20, Duration.ofSeconds(2), seconds(3L * i))).isTrue();
        }
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
