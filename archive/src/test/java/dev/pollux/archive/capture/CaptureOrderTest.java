package dev.pollux.archive.capture;

import static dev.pollux.archive.capture.Tape.BAD;
import static dev.pollux.archive.capture.Tape.GOOD;
import static dev.pollux.archive.capture.Tape.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Beginning and end of archiving, and source times that do not come in order. */
class CaptureOrderTest {
    private static final CapturePolicy BAND =
            new CapturePolicy(new Occasion.OnChange(), DeadBand.absolute(1), Duration.ZERO, Duration.ZERO);

    @Test
    void whatStopsLeavesAHole() {
        Tape tape = Tape.begun(BAND).take(1, 5).take(2, 5.5).end(3).take(4, 9);
        assertThat(tape.story()).isEqualTo("1=5 3=hole");

        tape.capture.begin(at(10), at(3));
        tape.take(11, 5);

        assertThat(tape.story()).isEqualTo("1=5 3=hole 11=5");
    }

    @Test
    void whatNeverHadAValueNeedsNoMark() {
        assertThat(Tape.begun(BAND).end(3).story()).isEmpty();
    }

    // The source told its value at second 1 and has not changed since: it must not end up before the hole.
    @Test
    void aValueFromBeforeTheHoleIsValidFromTheBeginning() {
        Tape tape = Tape.begun(BAND).take(1, 5).end(3);
        tape.capture.begin(at(10), at(3));
        tape.take(1, 5).take(12, 9);

        assertThat(tape.story()).isEqualTo("1=5 3=hole 10=5 12=9");
        assertThat(tape.handedOut.get(2).serverTime()).isEqualTo(at(10));
    }

    // A polled sample carries an instant of the grid, a little before archiving began: no reason to change it.
    @Test
    void aValueFromShortlyBeforeTheBeginningKeepsItsTime() {
        Tape tape = new Tape(BAND);
        tape.capture.begin(at(10.2), at(3));
        tape.take(10, 5);

        assertThat(tape.story()).isEqualTo("10=5");
    }

    @Test
    void theMarkStandsBehindEverythingArchived() {
        Tape tape = Tape.begun(BAND).take(1, 5).take(7, 9).end(3);

        assertThat(tape.archived.lastKey()).isEqualTo(at(7) + 1);
        assertThat(tape.archived.lastEntry().getValue().status()).isEqualTo(ArchivedSample.HOLE);
    }

    @Test
    void afterACrashTheMarkStandsAtTheEndOfTheCoverage() {
        ArchivedSample newest = new ArchivedSample(at(5), at(5), GOOD, Value.of(1));

        assertThat(Marks.afterCrash(Optional.of(newest), at(8), at(60)))
                .contains(new ArchivedSample(at(8), at(60), ArchivedSample.HOLE, Value.NULL));
        // Other tags of the device kept the coverage behind this one's newest value.
        assertThat(Marks.afterCrash(Optional.of(newest), at(4), at(60)).map(ArchivedSample::time))
                .contains(at(5) + 1);
    }

    @Test
    void noMarkIsMissingAfterACleanEndOrWhenTheClockWasSetBack() {
        ArchivedSample newest = new ArchivedSample(at(5), at(5), GOOD, Value.of(1));

        assertThat(Marks.afterCrash(Optional.of(Marks.hole(at(5), at(5))), at(4), at(60)))
                .isEmpty();
        assertThat(Marks.afterCrash(Optional.empty(), at(4), at(60))).isEmpty();
        assertThat(Marks.afterCrash(Optional.of(newest), at(8), at(2))).isEmpty();
    }

    @Test
    void anEqualTimeReplacesWhatWasArchived() {
        Tape tape = Tape.begun(BAND).take(1, 5).take(1, 5.5);
        assertThat(tape.story()).isEqualTo("1=5.5");

        tape.take(1, 5.5).take(2, 6).take(2, 8);
        assertThat(tape.story()).isEqualTo("1=5.5 2=8");
        assertThat(tape.handedOut).hasSize(3);
    }

    @Test
    void anEqualTimeTakesTheOldPlaceInTheSwingingDoor() {
        Tape tape = Tape.of(new Occasion.OnChange(), DeadBand.swingingDoor(0.1), 0, 1000)
                .take(0, 0)
                .take(1, 1)
                .take(2, 2)
                .take(2, 9)
                .take(3, 3)
                .end(4);

        assertThat(tape.story()).isEqualTo("0=0 1=1 2=9 3=3 4=hole");
    }

    // Both the late value and the one that the trend returns to are in the archive then.
    @Test
    void aLateValueIsArchivedAsItIs() {
        Tape tape = Tape.begun(BAND).take(0, 5).take(10, 5.5).take(4, 9).take(11, 5.6);

        assertThat(tape.story()).isEqualTo("0=5 4=9 10=5.5");
    }

    @Test
    void cyclicArchivingHasNoUseForALateValue() {
        Tape tape = Tape.of(new Occasion.Cyclic(Duration.ofSeconds(10)), DeadBand.NONE, 0, 0)
                .take(0, 5)
                .take(11, 6)
                .take(4, 9)
                .tick(20);

        assertThat(tape.story()).isEqualTo("0=5 10=5 20=6");
    }

    @Test
    void afterTheClockWasSetBackArchivingGoesOnFromThere() {
        Tape tape = Tape.of(new Occasion.Cyclic(Duration.ofSeconds(10)), DeadBand.NONE, 0, 0)
                .take(3_600, 5)
                .take(3_605, 5);
        for (int i = 0; i <= 30; i++) {
            tape.take(i, i);
        }

        assertThat(tape.story()).isEqualTo("7=7 10=10 20=20 3600=5");
    }

    // The station marks a lost connection with its own clock. When the source is back it tells the old value with the
    // old time; the trend must not stay bad.
    @Test
    void aSourceThatIsBackWithItsOldTimeIsGoodFromThenOn() {
        Tape tape = Tape.begun(BAND).take(0, 5).take(10, BAD, Value.NULL);
        tape.take(new ArchivedSample(at(0), at(30), GOOD, Value.of(5)));
        tape.take(31, 5.5);

        assertThat(tape.story()).isEqualTo("0=5 10=80310000 30=5");
    }

    // The tick ran ahead of a slow device: the instant handed out is put right.
    @Test
    void aSampleAfterItsTickCorrectsTheInstant() {
        Tape tape = Tape.of(new Occasion.Cyclic(Duration.ofSeconds(10)), DeadBand.NONE, 0, 0)
                .take(0, 5)
                .tick(10);
        assertThat(tape.story()).isEqualTo("0=5 10=5"); // control

        tape.take(9, 6).take(12, 7);
        assertThat(tape.story()).isEqualTo("0=5 10=6");
    }

    @Test
    void theEndOfTimeIsNoReasonToFail() {
        Tape tape = Tape.of(new Occasion.OnChangeAndCyclic(Duration.ofSeconds(1)), DeadBand.absolute(1), 0, 10);
        tape.take(new ArchivedSample(Ticks.MIN, Ticks.MIN, GOOD, Value.of(1)));
        tape.take(new ArchivedSample(Ticks.MAX - 1, at(1), GOOD, Value.of(2)));
        tape.take(new ArchivedSample(at(2), at(2), BAD, Value.NULL));
        tape.end(3);

        assertThat(tape.archived.lastKey()).isEqualTo(Ticks.MAX - 1);
        assertThat(tape.archived.lastEntry().getValue().status()).isEqualTo(ArchivedSample.HOLE);
    }

    // What is held back would be lost by a crash, so coverage must not reach beyond.
    @Test
    void whatIsHeldBackHoldsTheCoverageBack() {
        Tape plain = Tape.begun(BAND).take(0, 5).take(1, 9);
        assertThat(plain.capture.completeTo()).isEqualTo(Long.MAX_VALUE);

        Tape door = Tape.of(new Occasion.OnChange(), DeadBand.swingingDoor(1), 0, 1000)
                .take(0, 0)
                .take(1, 1)
                .take(2, 2);
        assertThat(door.capture.completeTo()).isEqualTo(at(0) + 1);

        Tape waiting = Tape.of(new Occasion.OnChange(), DeadBand.NONE, 10, 0)
                .take(0, 5)
                .take(1, 9);
        assertThat(waiting.capture.completeTo()).isEqualTo(at(1));

        Tape cyclic = Tape.of(new Occasion.Cyclic(Duration.ofSeconds(10)), DeadBand.NONE, 0, 0)
                .take(3, 5);
        assertThat(cyclic.capture.completeTo()).isEqualTo(at(10));
    }
}
