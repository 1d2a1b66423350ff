package dev.pollux.archive.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Batch.CoverageChange;
import dev.pollux.archive.TimeRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoverageTest {
    // Castor was down from 20 to 50; Pollux lost its PLC from 40 to 60. Castor can only get 20..40 back.
    @Test
    void theGapIsWhatThePartnerHasAndWeHaveNot() {
        Coverage castor = Coverage.of(Map.of("plc", List.of(range(0, 20), range(50, 90))));
        Coverage pollux =
                Coverage.of(Map.of("plc", List.of(range(0, 40), range(60, 90)), "meter", List.of(range(5, 9))));

        assertThat(castor.gapTo(pollux).ranges())
                .isEqualTo(Map.of("plc", List.of(range(20, 40)), "meter", List.of(range(5, 9))));
        assertThat(pollux.gapTo(castor).ranges()).isEqualTo(Map.of("plc", List.of(range(50, 60))));
        assertThat(castor.gapTo(castor)).isEqualTo(Coverage.NONE);
    }

    @Test
    void fillingTheGapClosesIt() {
        Coverage own = Coverage.of(Map.of("plc", List.of(range(0, 20))));
        Coverage partner = Coverage.of(Map.of("plc", List.of(range(0, 40))));
        assertThat(own.gapTo(partner).measure()).isEqualTo(20); // control

        Coverage filled = own.with(List.of(new CoverageChange("plc", range(20, 40), true)));

        assertThat(filled).isEqualTo(partner);
        assertThat(filled.gapTo(partner).isEmpty()).isTrue();
    }

    // A defect that was noticed late takes back what was believed to be complete.
    @Test
    void aDefectOpensAGap() {
        Coverage own = Coverage.of(Map.of("plc", List.of(range(0, 100))));

        Coverage broken = own.with(new CoverageChange("plc", range(70, 100), false));

        assertThat(broken.of("plc")).isEqualTo(Intervals.of(range(0, 70)));
        assertThat(own.of("plc").covers(range(0, 100))).isTrue();
    }

    @Test
    void onlyTheLastHoursCanBeAskedFor() {
        Coverage gap = Coverage.of(Map.of("plc", List.of(range(0, 40)), "meter", List.of(range(5, 9))));

        assertThat(gap.intersect(range(30, 90)).ranges()).isEqualTo(Map.of("plc", List.of(range(30, 40))));
        assertThat(gap.minus(range(0, 30)).ranges()).isEqualTo(Map.of("plc", List.of(range(30, 40))));
    }

    @Test
    void aDeviceWithoutAnythingIsLeftOut() {
        assertThat(Coverage.of(Map.of("plc", List.of()))).isEqualTo(Coverage.NONE);
        assertThat(Coverage.NONE.with(new CoverageChange("plc", range(0, 5), false)))
                .isEqualTo(Coverage.NONE);
    }

    private static TimeRange range(long from, long to) {
        return new TimeRange(from, to);
    }
}
