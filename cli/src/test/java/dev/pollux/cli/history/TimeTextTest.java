package dev.pollux.cli.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.Ticks;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final Instant NOW = Instant.parse("2026-11-21T13:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "now,                           2026-11-21T13:00:00Z",
        "-1h,                           2026-11-21T12:00:00Z",
        "-1d12h,                        2026-11-20T01:00:00Z",
        "-2w,                           2026-11-07T13:00:00Z",
        "-1.5s,                         2026-11-21T12:59:58.500Z",
        "2026-11-21T12:00:00Z,          2026-11-21T12:00:00Z",
        "2026-11-21T12:00:00.1234567Z,  2026-11-21T12:00:00.123456700Z",
        "2026-11-21T12:00:00+02:00,     2026-11-21T10:00:00Z",
        "2026-11-21T12:00,              2026-11-21T11:00:00Z",
        "2026-11-21T12:00:30.5,         2026-11-21T11:00:30.500Z",
        "2026-11-21,                    2026-11-20T23:00:00Z"
    })
    void instantsAreReadAsOperatorsWriteThem(String text, String expected) {
        assertThat(TimeText.instant(text, NOW, ZONE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "-1", "-1x", "-1h2", "yesterday", "12:00", "2026-13-01", "1500-01-01", "-9999999w"})
    void whatIsNoTimeIsRefusedWithTextAndRule(String text) {
        assertThatThrownBy(() -> TimeText.instant(text, NOW, ZONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' must be");
    }

    @Test
    void spansReachFromAMillisecondToTenYears() {
        assertThat(TimeText.span("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(TimeText.span("7d")).isEqualTo(Duration.ofDays(7));
        for (String wrong : new String[] {"0s", "4000d", "1", "-1h", "1h30m"}) {
            assertThatThrownBy(() -> TimeText.span(wrong)).hasMessageContaining("'" + wrong + "' must be a span");
        }
    }

    @Test
    void everyTickHasItsTextAndTheTextsSortAsTheTicksDo() {
        long seed = 4711;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            long one = random.nextLong(Ticks.MIN, Ticks.MAX);
            long two = random.nextLong(Ticks.MIN, Ticks.MAX);
            assertThat(TimeText.ticks(TimeText.exact(one))).as("seed %d", seed).isEqualTo(one);
            assertThat(Integer.signum(TimeText.exact(one).compareTo(TimeText.exact(two))))
                    .as("seed %d", seed)
                    .isEqualTo(Long.compare(one, two));
        }
        assertThat(TimeText.exact(Ticks.of(NOW))).isEqualTo("2026-11-21T13:00:00.0000000Z");
        assertThatThrownBy(() -> TimeText.ticks("2026-11-21T13:00:00.12345678Z"))
                .hasMessageContaining("100 ns");
    }
}
