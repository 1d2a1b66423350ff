package dev.pollux.server.archiving;

import static dev.pollux.server.archiving.Bench.PLC1;
import static dev.pollux.server.archiving.Bench.PLC2;
import static dev.pollux.server.archiving.Bench.cycle;
import static dev.pollux.server.archiving.Bench.good;
import static dev.pollux.server.archiving.Bench.lost;
import static dev.pollux.server.archiving.Bench.samples;
import static dev.pollux.server.archiving.Bench.ticks;
import static dev.pollux.server.archiving.Bench.unseen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Batch;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.DeadBand;
import dev.pollux.archive.capture.Occasion;
import dev.pollux.archive.capture.Trigger;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.server.tag.TagType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the samples ends in the archive, and what it says it is complete for: simulated time, a real disk. */
class RecordingTest {
    private static final Optional<CapturePolicy> CHANGES = Optional.of(CapturePolicy.EVERY_CHANGE);

    @TempDir
    private Path directory;

    private Bench bench;
    private Recording recording;

    @BeforeEach
    void open() {
        bench = new Bench(directory.resolve("archive"));
        recording = new Recording(bench.project(), ticks(0));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** A station starts. */
    private void start(double at) {
        recording = new Recording(bench.project(), ticks(at));
        new StartMarks(bench.archive(), ticks(at)).begin(recording);
    }

    private void take(HandOver.Item... items) {
        for (HandOver.Item item : items) {
            recording.take(item);
        }
        commit();
    }

    private void commit() {
        Batch batch = recording.batch();
        bench.archive().append(batch, WriteMode.LIVE).join();
    }

    private void stop() {
        recording.end();
        commit();
    }

    /** Nothing more is written, as if the process had been killed. */
    private void kill() {
        bench.reopen();
    }

    // A value that does not change for a week is archived once; that it was watched all the time is in the coverage.
    @Test
    void coverageGrowsWithEachCycleThoughNothingChanges() {
        bench.tag("A", PLC1, TagType.DOUBLE, CHANGES).tag("B", PLC2, TagType.DOUBLE, CHANGES);
        start(0);
        take(cycle(PLC1, 1, 1.5, good(0, 5.0, 1)), cycle(PLC2, 1, 1.5, good(1, 6.0, 1)));
        for (int second = 2; second < 100; second++) {
            take(cycle(PLC1, second - 0.5, second + 0.5));
        }

        assertThat(bench.lines("A")).containsExactly("1 5.0");
        assertThat(bench.coverage(PLC1)).containsExactly("1..99.5");
        assertThat(bench.coverage(PLC2)).containsExactly("1..1.5");
    }

    @Test
    void lossOfADeviceIsAGapAndItsTagsAreBadMeanwhile() {
        bench.tag("A", PLC1, TagType.INT32, CHANGES);
        start(0);
        take(cycle(PLC1, 1, 2, good(0, 5, 1)));
        take(samples(PLC1, 2.5, lost(0, 2.5)));
        assertThat(bench.coverage(PLC1)).as("control").containsExactly("1..2");

        take(cycle(PLC1, 9, 10, good(0, 5, 9)), cycle(PLC1, 10, 11, good(0, 6, 10)));

        assertThat(bench.lines("A")).containsExactly("1 5", "2.5 bad", "9 5", "10 6");
        assertThat(bench.coverage(PLC1)).containsExactly("1..2", "9..11");
        assertThat(CoverageGaps.of(bench.coverage()))
                .isEqualTo(new CoverageGaps(1, List.of("PLC1: 2026-11-21T10:00:02Z to 2026-11-21T10:00:09Z")));
    }

    // The process was frozen for five seconds: nobody knows what the value was at those instants.
    @Test
    void instantsThatNobodySawAreNotArchivedWithTheValueFromBefore() {
        CapturePolicy cyclic = new CapturePolicy(
                new Occasion.Cyclic(Duration.ofSeconds(1)), DeadBand.NONE, Duration.ZERO, Duration.ZERO);
        bench.tag("A", PLC1, TagType.INT32, Optional.of(cyclic));
        start(0);
        take(cycle(PLC1, 1, 1.0001, good(0, 5, 1)), cycle(PLC1, 1.0001, 2.0001));
        assertThat(bench.lines("A")).as("control").containsExactly("1 5", "2 5");

        take(unseen(PLC1, 7), cycle(PLC1, 7, 7.0001, good(0, 9, 7)), cycle(PLC1, 7.0001, 8.0001));

        assertThat(bench.lines("A")).containsExactly("1 5", "2 5", "7 9", "8 9");
        assertThat(bench.coverage(PLC1)).containsExactly("1..2.0001", "7..8.0001");
    }

    // A device that is lost is bad from when that was noticed; what was before that moment nobody knows.
    @Test
    void aLostDeviceIsBadAtEachInstantFromTheLossOn() {
        CapturePolicy cyclic = new CapturePolicy(
                new Occasion.Cyclic(Duration.ofSeconds(1)), DeadBand.NONE, Duration.ZERO, Duration.ZERO);
        bench.tag("A", PLC1, TagType.INT32, Optional.of(cyclic));
        start(0);
        take(cycle(PLC1, 1, 1.0001, good(0, 5, 1)));
        take(unseen(PLC1, 3.5), samples(PLC1, 3.5, lost(0, 3.5)));
        take(cycle(PLC1, 6, 6.0001, good(0, 5, 6)), cycle(PLC1, 6.0001, 7.0001));

        assertThat(bench.lines("A")).containsExactly("1 5", "3.5 bad", "4 bad", "5 bad", "6 5", "7 5");
    }

    @Test
    void onlyTagsWithAProfileAreArchived() {
        bench.tag("A", PLC1, TagType.STRING, CHANGES).tag("B", PLC1, TagType.STRING, Optional.empty());
        start(0);
        take(cycle(PLC1, 1, 2, good(0, "a", 1), good(1, "b", 1)));

        assertThat(bench.lines("A")).containsExactly("1 a");
        assertThat(bench.lines("B")).isEmpty();
    }

    // After a clean stop everything is told: the next start has nothing to add.
    @Test
    void cleanStopMarksAHoleWhereTheLastCycleEnded() {
        bench.tag("A", PLC1, TagType.DOUBLE, CHANGES);
        start(0);
        take(cycle(PLC1, 1, 2, good(0, 5.0, 1)), cycle(PLC1, 2, 3));
        stop();
        assertThat(bench.lines("A")).containsExactly("1 5.0", "3 hole");
        bench.reopen();

        start(60);
        take(cycle(PLC1, 61, 62, good(0, 5.0, 61)));

        assertThat(bench.lines("A")).containsExactly("1 5.0", "3 hole", "61 5.0");
        assertThat(bench.coverage(PLC1)).containsExactly("1..3", "61..62");
    }

    // A killed station cannot mark anything. The next one does: where the coverage ended, or behind what came later.
    @Test
    void nextStartMarksTheHolesOfACrash() {
        bench.tag("A", PLC1, TagType.DOUBLE, CHANGES).tag("B", PLC1, TagType.DOUBLE, CHANGES);
        bench.tag("C", PLC1, TagType.DOUBLE, CHANGES);
        start(0);
        take(cycle(PLC1, 1, 2, good(0, 5.0, 1), good(1, 6.0, 1)));
        take(samples(PLC1, 2.5, good(1, 7.0, 2.5)));
        kill();
        assertThat(bench.lines("A")).as("control").containsExactly("1 5.0");

        start(60);
        take(cycle(PLC1, 61, 62, good(0, 5.0, 61), good(1, 7.0, 61), good(2, 8.0, 61)));

        assertThat(bench.lines("A")).containsExactly("1 5.0", "2 hole", "61 5.0");
        assertThat(bench.lines("B")).containsExactly("1 6.0", "2.5 7.0", "2.5000001 hole", "61 7.0");
        assertThat(bench.lines("C")).containsExactly("61 8.0");
    }

    @Test
    void secondCrashBeforeTheFirstCycleAddsNoSecondMark() {
        bench.tag("A", PLC1, TagType.DOUBLE, CHANGES);
        start(0);
        take(cycle(PLC1, 1, 2, good(0, 5.0, 1)));
        kill();
        start(60);
        commit();
        assertThat(bench.lines("A")).as("control").containsExactly("1 5.0", "2 hole");
        kill();

        start(70);
        commit();

        assertThat(bench.lines("A")).containsExactly("1 5.0", "2 hole");
    }

    // Its last value must not seem to hold for ever.
    @Test
    void tagThatIsNoLongerArchivedEndsWithAHole() {
        bench.tag("A", PLC1, TagType.DOUBLE, CHANGES);
        start(0);
        take(cycle(PLC1, 1, 2, good(0, 5.0, 1)));
        kill();
        try (Bench other = new Bench(directory.resolve("other"))) {
            other.tag("B", PLC1, TagType.DOUBLE, CHANGES);
            recording = new Recording(other.project(), ticks(60));
            new StartMarks(bench.archive(), ticks(60)).begin(recording);
            commit();
        }

        assertThat(bench.lines("A")).containsExactly("1 5.0", "1.0000001 hole");
    }

    // The hand-over was full: what happened meanwhile is not known, and the value that did not change is said again.
    @Test
    void whatWasDroppedIsAHole() {
        bench.tag("A", PLC1, TagType.DOUBLE, CHANGES).tag("B", PLC1, TagType.DOUBLE, CHANGES);
        start(0);
        take(cycle(PLC1, 1, 2, good(0, 5.0, 1), good(1, 6.0, 1)));

        take(new HandOver.Item(PLC1, true, List.of(good(0, 5.0, 1), good(1, 7.0, 8)), null, ticks(9)));
        take(cycle(PLC1, 9.5, 10.5, good(0, 5.5, 10)));

        assertThat(bench.lines("A")).containsExactly("1 5.0", "2 hole", "9 5.0", "10 5.5");
        assertThat(bench.lines("B")).containsExactly("1 6.0", "2 hole", "8 7.0");
        assertThat(bench.coverage(PLC1)).containsExactly("1..2", "9.5..10.5");
    }

    // A crash would lose what the swinging door holds back. The archive must not say that it is complete so far.
    @Test
    void coverageEndsBeforeWhatIsHeldBack() {
        CapturePolicy door = new CapturePolicy(
                new Occasion.OnChange(), DeadBand.swingingDoor(0.1), Duration.ZERO, Duration.ofHours(1));
        bench.tag("A", PLC1, TagType.DOUBLE, Optional.of(door));
        start(0);
        take(cycle(PLC1, 1, 1.5, good(0, 1.0, 1)));
        for (int second = 2; second <= 10; second++) {
            take(cycle(PLC1, second - 0.5, second + 0.5, good(0, (double) second, second)));
        }
        assertThat(bench.lines("A")).as("control").containsExactly("1 1.0");
        assertThat(bench.coverage(PLC1)).containsExactly("1..1.5");
        // The partner's door holds nothing back just now: what this station has seen is not missing for that.
        TimeRange seen = new TimeRange(ticks(1), ticks(10.5));
        Coverage partner = Coverage.of(Map.of(PLC1, List.of(seen)));
        Coverage own = Coverage.of(bench.coverage());
        assertThat(own.gapTo(partner).measure()).as("control").isPositive();
        assertThat(own.union(recording.held()).gapTo(partner).measure()).isZero();

        stop();

        assertThat(bench.lines("A")).containsExactly("1 1.0", "10 10.0", "10.5 hole");
        assertThat(bench.coverage(PLC1)).containsExactly("1..10.5");
    }

    @Test
    void cyclicValuesAreArchivedThoughNothingChanges() {
        CapturePolicy cyclic = new CapturePolicy(
                new Occasion.Cyclic(Duration.ofSeconds(2)), DeadBand.NONE, Duration.ZERO, Duration.ZERO);
        bench.tag("A", PLC1, TagType.INT16, Optional.of(cyclic));
        start(0);
        take(cycle(PLC1, 1, 1.5, good(0, (short) 3, 1)));
        for (int second = 2; second <= 6; second++) {
            take(cycle(PLC1, second - 0.5, second + 0.5));
        }

        assertThat(bench.lines("A")).containsExactly("1 3", "2 3", "4 3", "6 3");
        assertThat(bench.coverage(PLC1)).containsExactly("1..6.5");
    }

    @Test
    void edgeOfATriggerOfAnotherDeviceArchivesTheValueOfThatInstant() {
        CapturePolicy triggered = new CapturePolicy(
                new Occasion.OnTrigger(new Trigger("T", Trigger.Edge.RISING)),
                DeadBand.NONE,
                Duration.ZERO,
                Duration.ZERO);
        bench.tag("T", PLC2, TagType.BOOLEAN, Optional.empty());
        bench.tag("A", PLC1, TagType.DOUBLE, Optional.of(triggered));
        start(0);
        take(cycle(PLC2, 1, 1.5, good(0, false, 1)), cycle(PLC1, 1, 1.5, good(1, 1.0, 1)));
        take(cycle(PLC1, 1.5, 2.5, good(1, 2.0, 2)), cycle(PLC1, 2.5, 3.5, good(1, 3.0, 3)));
        assertThat(bench.lines("A")).as("control").containsExactly("1 1.0");

        take(cycle(PLC2, 1.5, 4.5, good(0, true, 4)), cycle(PLC1, 3.5, 5.5, good(1, 5.0, 5)));

        assertThat(bench.lines("A")).containsExactly("1 1.0", "4 3.0");
        assertThat(bench.lines("T")).isEmpty();
    }
}
