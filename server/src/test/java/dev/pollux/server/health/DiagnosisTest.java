package dev.pollux.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.health.Diagnosis.Change;
import dev.pollux.server.health.Diagnosis.Measured;
import dev.pollux.server.health.DiagnosisRules.Standing;
import dev.pollux.server.health.Measure.Severity;
import dev.pollux.server.project.HealthConfig;
import dev.pollux.server.project.HealthConfig.Limit;
import dev.pollux.server.redundancy.Ability.Impairment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final double GIB = 1L << 30;

    private final Diagnosis diagnosis = new Diagnosis(HealthConfig.STANDARD.limits());

    private List<Change> take(Measure measure, double value, int second) {
        return diagnosis.take(Map.of(measure, new Measured(value, "so much")), Duration.ofSeconds(second));
    }

    @Test
    void diskThatFillsWarnsThenDemandsFaultAndIsGoodAgainOnlyWellAboveTheLimit() {
        assertThat(take(Measure.ARCHIVE_DISK, 10 * GIB, 0)).as("control").isEmpty();

        assertThat(take(Measure.ARCHIVE_DISK, 1.9 * GIB, 1))
                .extracting(Change::severity)
                .containsExactly(Severity.WARN);
        assertThat(diagnosis.impairments())
                .containsExactly(new Impairment("free space of the archive's volume: so much", 199));
        assertThat(diagnosis.defect()).isEmpty();

        assertThat(take(Measure.ARCHIVE_DISK, 0.1 * GIB, 2))
                .extracting(Change::severity)
                .containsExactly(Severity.FAULT);
        assertThat(diagnosis.defect()).contains("free space of the archive's volume: so much");

        assertThat(take(Measure.ARCHIVE_DISK, 2.1 * GIB, 3))
                .extracting(Change::severity)
                .containsExactly(Severity.WARN);
        assertThat(take(Measure.ARCHIVE_DISK, 2.3 * GIB, 4))
                .extracting(Change::severity)
                .containsExactly(Severity.OK);
        assertThat(diagnosis.impairments()).isEmpty();
    }

    // A log that cannot be written is a nuisance; a plant is not switched for it.
    @Test
    void fullLogVolumeLowersTheLevelOnly() {
        take(Measure.LOG_DISK, 0, 0);

        assertThat(diagnosis.impairments()).extracting(Impairment::levelMax).containsExactly(150);
        assertThat(diagnosis.defect()).isEmpty();
    }

    @Test
    void busyProcessorCountsOnlyAfterAMinuteAndStaysHealthyThen() {
        for (int second = 0; second < 60; second++) {
            assertThat(take(Measure.PROCESSOR, 95, second)).isEmpty();
        }
        assertThat(take(Measure.PROCESSOR, 95, 60)).hasSize(1);
        assertThat(diagnosis.impairments()).extracting(Impairment::levelMax).containsExactly(230);
    }

    @Test
    void driftingClocksAreInTheirOwnBand() {
        take(Measure.CLOCK, 20_000, 0);
        take(Measure.CLOCK, 20_000, 4);

        assertThat(diagnosis.impairments())
                .singleElement()
                .satisfies(each -> assertThat(each.levelMax()).isBetween(2, 49));
        assertThat(diagnosis.defect()).isEmpty();
    }

    // Of a partner that is gone no offset can be measured; the last one says nothing any more.
    @Test
    void whatIsNoLongerMeasuredCountsAsGood() {
        take(Measure.CLOCK, 20_000, 0);
        take(Measure.CLOCK, 20_000, 4);

        assertThat(diagnosis.take(Map.of(), Duration.ofSeconds(5)))
                .extracting(Change::severity)
                .containsExactly(Severity.OK);
    }

    // Property: around a limit, with noise below a tenth of it, the severity changes at most once.
    @Test
    void noiseAroundALimitDoesNotToggle() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Limit limit = new Limit(50, 200);
        for (Measure measure : List.of(Measure.BACKLOG, Measure.HEAP, Measure.PROCESSOR)) {
            for (int round = 0; round < 200; round++) {
                Standing standing = Standing.GOOD;
                int changes = 0;
                for (int second = 0; second < 600; second++) {
                    double value = random.nextDouble(45.1, 55);
                    Standing next =
                            DiagnosisRules.judge(standing, measure, value, limit, Duration.ofMillis(second * 500L));
                    changes += next.severity() == standing.severity() ? 0 : 1;
                    standing = next;
                }
                assertThat(changes).as(measure + ", seed " + seed).isLessThanOrEqualTo(1);
            }
        }
    }
}
