package dev.pollux.archive.capture;

import static dev.pollux.archive.capture.Tape.BAD;
import static dev.pollux.archive.capture.Tape.GOOD;
import static dev.pollux.archive.capture.Tape.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Value;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is archived of one tag, told as "second=value". */
class CaptureTest {
    private static final Occasion CHANGE = new Occasion.OnChange();
    private static final Occasion EVERY_10_S = new Occasion.Cyclic(Duration.ofSeconds(10));
    private static final Occasion CHANGE_AND_10_S = new Occasion.OnChangeAndCyclic(Duration.ofSeconds(10));
    private static final Occasion TRIGGER = new Occasion.OnTrigger(new Trigger("Batch", Trigger.Edge.RISING));

    @Test
    void onlyChangesAreArchived() {
        Tape tape = Tape.onChange(DeadBand.NONE)
                .take(1, 5)
                .take(2, 5)
                .take(3, 5.5)
                .take(4, 5.5)
                .take(5, 5);

        assertThat(tape.story()).isEqualTo("1=5 3=5.5 5=5");
    }

    @Test
    void aTextChangesLikeAnyOtherValue() {
        Tape tape = Tape.onChange(DeadBand.NONE)
                .take(1, GOOD, new Value(Value.STRING, "A"))
                .take(2, GOOD, new Value(Value.STRING, "A"))
                .take(3, GOOD, new Value(Value.STRING, ""))
                .take(4, GOOD, new Value(Value.STRING, null));

        assertThat(tape.story()).isEqualTo("1=A 3= 4=null");
    }

    // Nobody looked from 12 to 43: the instants 20, 30 and 40 have no value.
    @Test
    void instantsThatNobodySawAreLeftOut() {
        Tape tape = Tape.of(EVERY_10_S, DeadBand.NONE, 0, 0).take(1, 5).tick(12);
        tape.unseen(12, 43).take(43, 7).tick(62);

        assertThat(tape.story()).isEqualTo("1=5 10=5 50=7 60=7");
    }

    // The value is confirmed again at 43, so it is archived then, and not for the moments in between.
    @Test
    void theMaximumIntervalWaitsUntilSomethingIsKnownAgain() {
        Tape tape = Tape.of(CHANGE, DeadBand.NONE, 0, 10).take(1, 5).tick(12);
        tape.unseen(12, 43).tick(44).tick(55);

        assertThat(tape.story()).isEqualTo("1=5 11=5 43=5 53=5");
    }

    // What the partner saw in the gap is filled in later: its last value must not stand where this one was seen again.
    @Test
    void theFirstSampleAfterAGapIsArchivedThoughItIsNoChange() {
        Tape tape = Tape.onChange(DeadBand.NONE).take(1, 5).take(2, 5);
        tape.unseen(2, 2).take(3, 5).take(4, 5).unseen(4, 43).take(43, 5).take(44, 5);

        assertThat(tape.story()).as("control: 2, 4 and 44").isEqualTo("1=5 3=5 43=5");
    }

    // Under a dead band the instants 20 and 50 are no change; only the one after the gap is archived.
    @Test
    void theFirstInstantAfterAGapIsArchivedThoughItIsNoChange() {
        Tape tape = Tape.of(EVERY_10_S, DeadBand.absolute(1), 0, 0).take(1, 5).take(22, 5.5);
        tape.unseen(23, 35).take(35, 5.5).take(55, 5).tick(65);

        assertThat(tape.story()).isEqualTo("1=5 40=5.5");
    }

    // A change that waited for the minimum interval was seen, so it is archived with its own time.
    @Test
    void aChangeThatWaitsWhenNobodyLooksAnyMoreIsKept() {
        Tape tape = Tape.of(CHANGE, DeadBand.NONE, 10, 0).take(1, 5).take(4, 6);
        tape.unseen(5, 43).take(43, 7);

        assertThat(tape.story()).isEqualTo("1=5 4=6 43=7");
    }

    // Two integers that are the same double are still two values.
    @Test
    void largeIntegersAreComparedExactly() {
        Tape tape = Tape.onChange(DeadBand.NONE)
                .take(1, GOOD, new Value(Value.INT64, Long.MAX_VALUE))
                .take(2, GOOD, new Value(Value.INT64, Long.MAX_VALUE - 1));

        assertThat(tape.archived).hasSize(2);
    }

    // The deviation counts from the last archived value, so that a slow drift is not lost.
    @Test
    void aDriftLeavesTheDeadBandAtLast() {
        Tape tape = Tape.onChange(DeadBand.absolute(1));
        for (int i = 0; i <= 8; i++) {
            tape.take(i, 5 + i * 0.25);
        }

        assertThat(tape.story()).isEqualTo("0=5 5=6.25");
    }

    @Test
    void aChangeByJustTheDeviationIsWithinTheDeadBand() {
        assertThat(Tape.onChange(DeadBand.absolute(1)).take(0, 5).take(1, 6).story())
                .isEqualTo("0=5");
    }

    // The range of the tag is 100 wide.
    @Test
    void percentOfTheRange() {
        Tape tape = Tape.onChange(DeadBand.percentOfRange(2))
                .take(0, 50)
                .take(1, 52)
                .take(2, 52.5);

        assertThat(tape.story()).isEqualTo("0=50 2=52.5");
    }

    @Test
    void percentOfTheValue() {
        DeadBand band = new DeadBand(DeadBand.Kind.LAST_VALUE, 10, ExceptionDeviationFormat.PERCENT_OF_VALUE);
        Tape tape = Tape.onChange(band)
                .take(0, 10)
                .take(1, 10.9)
                .take(2, 11.5)
                .take(3, -100)
                .take(4, -109);

        assertThat(tape.story()).isEqualTo("0=10 2=11.5 3=-100");
    }

    @Test
    void everyChangeOfTheStatusIsArchivedWithinTheDeadBandToo() {
        Tape tape = Tape.onChange(DeadBand.absolute(100))
                .take(0, 5)
                .take(1, BAD, Value.NULL)
                .take(2, BAD, Value.NULL)
                .take(3, 0x40000000, Value.of(5))
                .take(4, 5);

        assertThat(tape.story()).isEqualTo("0=5 1=80310000 3=40000000 4=5");
    }

    // Not a number is told from a number, and does not change into itself; infinity is far from everything.
    @Test
    void nanAndInfinity() {
        Tape tape = Tape.onChange(DeadBand.absolute(1))
                .take(0, 5)
                .take(1, Double.NaN)
                .take(2, Double.NaN)
                .take(3, 5)
                .take(4, Double.POSITIVE_INFINITY)
                .take(5, Double.POSITIVE_INFINITY)
                .take(6, Double.NEGATIVE_INFINITY);

        assertThat(tape.archived.keySet()).containsExactly(at(0), at(1), at(3), at(4), at(6));
    }

    @Test
    void aChangeOfTheTypeIsArchived() {
        Tape tape = Tape.onChange(DeadBand.absolute(100))
                .take(0, 5)
                .take(1, GOOD, new Value(Value.INT32, 5))
                .take(2, GOOD, new Value(Value.STRING, "5"));

        assertThat(tape.archived).hasSize(3);
    }

    @Test
    void theLastChangeWithinTheMinimumIntervalIsArchivedAtItsEnd() {
        Tape tape = Tape.of(CHANGE, DeadBand.NONE, 10, 0).take(0, 1).take(3, 2).take(4, 3);
        assertThat(tape.story()).isEqualTo("0=1"); // control

        tape.tick(9.9);
        assertThat(tape.story()).isEqualTo("0=1");

        tape.tick(10);
        assertThat(tape.story()).isEqualTo("0=1 10=3");
    }

    @Test
    void aChangeThatIsTakenBackWithinTheMinimumIntervalIsNone() {
        Tape tape = Tape.of(CHANGE, DeadBand.NONE, 10, 0)
                .take(0, 1)
                .take(3, 2)
                .take(4, 1)
                .take(20, 1);

        assertThat(tape.story()).isEqualTo("0=1");
    }

    // The last good value before a failure is worth more than the interval.
    @Test
    void aFailureWithinTheMinimumIntervalBringsOutWhatWaits() {
        Tape tape = Tape.of(CHANGE, DeadBand.NONE, 10, 0)
                .take(0, 1)
                .take(3, 2)
                .take(4, BAD, Value.NULL)
                .take(5, 7);

        assertThat(tape.story()).isEqualTo("0=1 3=2 4=80310000 5=7");
    }

    @Test
    void theMaximumIntervalBringsOutAValueThatDoesNotChange() {
        Tape tape = Tape.of(CHANGE, DeadBand.NONE, 0, 60)
                .take(0, 1)
                .tick(59)
                .take(60, 1)
                .tick(125);

        assertThat(tape.story()).isEqualTo("0=1 60=1 120=1");
        assertThat(tape.handedOut.get(2).serverTime()).isEqualTo(at(120));
    }

    @Test
    void cyclicArchivingTakesTheValueValidAtEachInstantOfTheGrid() {
        Tape tape = Tape.of(EVERY_10_S, DeadBand.NONE, 0, 0)
                .take(3, 1)
                .take(9, 2)
                .take(10, 3)
                .take(11, 4)
                .take(45, 5)
                .tick(50);

        assertThat(tape.story()).isEqualTo("3=1 10=3 20=4 30=4 40=4 50=5");
    }

    @Test
    void cyclicArchivingWithADeadBandLeavesOutWhatDidNotChange() {
        Tape tape = Tape.of(EVERY_10_S, DeadBand.absolute(1), 0, 30)
                .take(0, 1)
                .take(12, 1.5)
                .take(19, 4)
                .tick(60);

        assertThat(tape.story()).isEqualTo("0=1 20=4 50=4");
    }

    @Test
    void cyclicArchivingKeepsChangesOfTheStatusWithTheirOwnTime() {
        Tape tape = Tape.of(EVERY_10_S, DeadBand.NONE, 0, 0)
                .take(0, 1)
                .take(12, BAD, Value.NULL)
                .take(14, 2)
                .tick(20);

        assertThat(tape.story()).isEqualTo("0=1 10=1 12=80310000 14=2 20=2");
    }

    @Test
    void changesAndCycleTogether() {
        Tape tape = Tape.of(CHANGE_AND_10_S, DeadBand.absolute(1), 0, 0)
                .take(0, 1)
                .take(4, 1.5)
                .take(6, 3)
                .take(10, 3.5)
                .tick(10)
                .tick(20);

        assertThat(tape.story()).isEqualTo("0=1 6=3 10=3.5 20=3.5");
    }

    // A machine that slept for a day does not fill the archive with values that nobody has seen.
    @Test
    void afterALongPauseOnlyTheLastInstantsAreMadeUpFor() {
        Tape tape = Tape.of(EVERY_10_S, DeadBand.NONE, 0, 0).take(0, 1).tick(86_400);
        assertThat(tape.archived).hasSizeBetween(100, 102).containsKey(at(86_400));

        Tape repeating = Tape.of(CHANGE, DeadBand.NONE, 0, 10).take(0, 1).tick(86_405);
        assertThat(repeating.story()).isEqualTo("0=1 86400=1");
    }

    // The trigger's tag and this one may come from two devices, in either order.
    @Test
    void aTriggerArchivesTheValueValidAtItsInstant() {
        Tape tape = Tape.of(TRIGGER, DeadBand.NONE, 0, 0)
                .take(0, 1)
                .take(4, 2)
                .trigger(5)
                .take(5, 3)
                .take(6, 4)
                .trigger(5.5)
                .take(7, 5)
                .trigger(7)
                .tick(8)
                .take(9, 6)
                .take(11, 7);

        assertThat(tape.story()).isEqualTo("0=1 5=3 6=4 7=5");
    }

    @Test
    void twoTriggersBeforeTheValueIsCertainArchiveTwoValues() {
        Tape tape = Tape.of(TRIGGER, DeadBand.NONE, 0, 0)
                .take(0, 1)
                .trigger(5)
                .trigger(6)
                .take(6, 2)
                .take(7, 3);

        assertThat(tape.story()).isEqualTo("0=1 5=1 6=2");
    }

    @Test
    void theSwingingDoorKeepsTheCornersOfARamp() {
        Tape tape = Tape.of(CHANGE, DeadBand.swingingDoor(0.1), 0, 1000);
        for (int i = 0; i <= 100; i++) {
            tape.take(i, i < 50 ? i : 100 - i);
        }
        assertThat(tape.story()).isEqualTo("0=0 50=50"); // control: the end of the line is not known yet

        tape.end(101);

        assertThat(tape.story()).isEqualTo("0=0 50=50 100=0 101=hole");
    }

    @Test
    void theSwingingDoorLetsOutWhatItHoldsBeforeAFailure() {
        Tape tape = Tape.of(CHANGE, DeadBand.swingingDoor(1), 0, 1000)
                .take(0, 0)
                .take(1, 1)
                .take(2, 2)
                .take(3, BAD, Value.NULL);

        assertThat(tape.story()).isEqualTo("0=0 2=2 3=80310000");
    }

    @Test
    void theSwingingDoorLetsOutWhatItHoldsAtTheMaximumInterval() {
        Tape tape = Tape.of(CHANGE, DeadBand.swingingDoor(1), 0, 10)
                .take(0, 0)
                .take(4, 4)
                .tick(9);
        assertThat(tape.story()).isEqualTo("0=0"); // control

        tape.tick(10);
        assertThat(tape.story()).isEqualTo("0=0 4=4");
        tape.tick(14);
        assertThat(tape.story()).isEqualTo("0=0 4=4 14=4");
    }

    @Test
    void theSwingingDoorBreaksAtNan() {
        Tape tape = Tape.of(CHANGE, DeadBand.swingingDoor(1), 0, 1000)
                .take(0, 0)
                .take(1, 1)
                .take(2, Double.NaN)
                .take(3, Double.NaN)
                .take(4, 7)
                .end(5);

        assertThat(tape.archived.keySet()).containsExactly(at(0), at(1), at(2), at(4), at(5));
    }
}
