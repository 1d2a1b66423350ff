package dev.pollux.archive.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CapturePolicyTest {
    private static final Occasion CHANGE = new Occasion.OnChange();
    private static final Duration NONE = Duration.ZERO;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whatContradictsItselfIsRefusedWithTheReason() {
        refused(
                () -> new CapturePolicy(CHANGE, DeadBand.NONE, SECOND, Duration.ofMillis(500)),
                "at least MinTimeInterval");
        refused(
                () -> new CapturePolicy(CHANGE, DeadBand.swingingDoor(1), NONE, NONE),
                "must be set with a swinging door");
        refused(() -> new CapturePolicy(CHANGE, DeadBand.swingingDoor(1), SECOND, SECOND), "MinTimeInterval is PT1S");
        refused(() -> new CapturePolicy(CHANGE, DeadBand.NONE, Duration.ofSeconds(-1), NONE), "must be from PT0S");
        refused(() -> new CapturePolicy(CHANGE, DeadBand.NONE, NONE, Duration.ofMillis(1)), "at least PT0.01S");
        Occasion cyclic = new Occasion.Cyclic(Duration.ofSeconds(10));
        refused(() -> new CapturePolicy(cyclic, DeadBand.NONE, SECOND, NONE), "unless changes are archived");
        refused(() -> new CapturePolicy(cyclic, DeadBand.NONE, NONE, SECOND), "at least the cycle");
        refused(() -> new Occasion.Cyclic(Duration.ofMillis(9)), "cycle is PT0.009S");
        refused(() -> DeadBand.absolute(-1), "ExceptionDeviation is -1.0");
        refused(() -> DeadBand.absolute(Double.NaN), "ExceptionDeviation is NaN");
        refused(() -> DeadBand.percentOfRange(101), "from 0 to 100 percent");
        refused(() -> new Trigger(" ", Trigger.Edge.RISING), "name of a tag");
    }

    @Test
    void aDeadBandIsForNumbersWithWhatItNeeds() {
        CapturePolicy percent = new CapturePolicy(CHANGE, DeadBand.percentOfRange(1), NONE, NONE);

        assertThat(percent.faultsFor(Value.FLOAT, true)).isEmpty();
        assertThat(percent.faultsFor(Value.BOOLEAN, false)).hasSize(2);
        assertThat(CapturePolicy.EVERY_CHANGE.faultsFor(Value.STRING, false)).isEmpty();
        refused(() -> new CaptureRules(percent, 0), "span above 0");
    }

    @Test
    void onlyTheSwingingDoorIsNotStepped() {
        assertThat(CapturePolicy.EVERY_CHANGE.stepped()).isTrue();
        assertThat(new CapturePolicy(CHANGE, DeadBand.swingingDoor(1), NONE, SECOND).stepped())
                .isFalse();
    }

    @Test
    void aTriggerFiresAtItsEdgeOnly() {
        TriggerWatch rising = new TriggerWatch(Trigger.Edge.RISING);
        assertThat(rising.fires(bool(0, true))).as("the first value is no edge").isFalse();
        assertThat(rising.fires(bool(0, false))).isFalse();
        assertThat(rising.fires(bool(0, true))).isTrue();
        assertThat(rising.fires(bool(0, true))).isFalse();

        TriggerWatch falling = new TriggerWatch(Trigger.Edge.FALLING);
        falling.fires(bool(0, true));
        assertThat(falling.fires(bool(Tape.BAD, false)))
                .as("a lost connection is no edge")
                .isFalse();
        assertThat(falling.fires(bool(0, false)))
                .as("what changed meanwhile is one")
                .isTrue();

        TriggerWatch change = new TriggerWatch(Trigger.Edge.CHANGE);
        change.fires(new ArchivedSample(1, 1, 0, Value.of(1)));
        assertThat(change.fires(new ArchivedSample(2, 2, 0, Value.of(1)))).isFalse();
        assertThat(change.fires(new ArchivedSample(3, 3, 0, Value.of(2)))).isTrue();
        assertThat(Trigger.Edge.RISING.fits(Value.DOUBLE)).isFalse();
        assertThat(Trigger.Edge.CHANGE.fits(Value.DOUBLE)).isTrue();
    }

    private static ArchivedSample bool(int status, boolean value) {
        return new ArchivedSample(1, 1, status, new Value(Value.BOOLEAN, value));
    }

    private static void refused(ThrowingCallable construction, String reason) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
