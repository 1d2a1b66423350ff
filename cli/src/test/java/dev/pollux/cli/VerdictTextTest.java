package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.compare.Difference;
import dev.pollux.archive.compare.Difference.Kind;
import dev.pollux.archive.compare.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTextTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Series LEVEL = Series.of("Level");
    private static final TimeRange AT = new TimeRange(Ticks.of(NOON), Ticks.of(NOON) + 1);
    private static final VerdictText TEXT = new VerdictText("CASTOR", "POLLUX", NOON, NOON.plusSeconds(60));

    @Test
    void observationsAreShownAndNoFault() {
        Verdict verdict = new Verdict(
                24,
                20,
                86_400,
                7,
                Optional.of(new Verdict.Deviation(LEVEL, Ticks.of(NOON), 1.5, 1.25)),
                0,
                List.of(),
                List.of());
        assertThat(TEXT.of(verdict))
                .contains("24 tag hours with 86,400 values compared, 20 equal value by value")
                .contains("two observations that differ: 7, largest deviation 0.25 of Level at 2026-11-21T12:00:00Z"
                        + " (CASTOR: 1.5, POLLUX: 1.25)")
                .endsWith("equal")
                .doesNotContain("NOT");
        assertThat(TEXT.json(verdict)).containsEntry("equal", true).containsEntry("largestDeviation", 0.25);
    }

    @Test
    void differencesAndGapsAreNamedWithTheirValues() {
        Optional<ArchivedSample> five = Optional.of(new ArchivedSample(AT.from(), AT.from(), 0x40000000, Value.of(5)));
        Verdict verdict = new Verdict(
                1,
                0,
                10,
                0,
                Optional.empty(),
                3,
                List.of(
                        new Difference(LEVEL, AT, Kind.MISSING_IN_SECOND, five, Optional.empty()),
                        new Difference(LEVEL, TimeRange.ALL, Kind.NOT_KEPT_BY_FIRST, five, five)),
                List.of(new Verdict.Unfilled(true, "PLC1", AT)));
        assertThat(TEXT.of(verdict))
                .contains("not filled yet: POLLUX lacks device PLC1 from 2026-11-21T12:00:00Z to")
                .contains("differs: Level 2026-11-21T12:00:00Z missing on POLLUX, CASTOR has 5.0 (0x40000000)")
                .contains("differs: Level is archived on POLLUX only")
                .contains("and 1 differences more")
                .endsWith("NOT equal");
    }
}
