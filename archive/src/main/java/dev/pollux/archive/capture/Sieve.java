package dev.pollux.archive.capture;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was archived last of a tag, and by it what is to be archived next: dead band, swinging door, intervals. */
final class Sieve {
    final CaptureRules rules;
    private final @Nullable Door door;

    // The newest archived one. A number under a dead band is kept as such and not as the object that carries it.
    private long time;
    private double number;
    private Value value = Value.NULL;

    /** Whether the next point is archived though it may be no change. */
    private boolean must;

    Sieve(CaptureRules rules) {
        this.rules = rules;
        door = rules.swingingDoor ? new Door() : null;
    }

    /** Starts again: the next one is archived in any case. */
    void reset(long newest) {
        must = false;
        time = newest;
        value = Value.NULL;
        if (door != null) {
            door.open();
        }
    }

    /** The archive may get another value after the newest archived one from elsewhere: the next point is archived. */
    void renew() {
        must = true;
    }

    /** Time of the newest archived one. */
    long time() {
        return time;
    }

    void store(ArchivedSample sample, Consumer<ArchivedSample> archive) {
        archive.accept(sample);
        must = false;
        time = sample.time();
        boolean kept = rules.deadBand && sample.value().isNumber();
        number = kept ? sample.value().number() : Double.NaN;
        value = kept ? Value.NULL : sample.value();
        if (door != null) {
            door.open();
        }
    }

    /** Whether a value of the same type is beyond the dead band. */
    boolean isChange(Value to) {
        boolean banded = rules.deadBand && to.isNumber();
        return banded ? rules.beyond(number, to.number()) : !to.equals(value);
    }

    /** Whether the maximum interval has ended. */
    boolean isDue(long at) {
        return rules.maxInterval > 0 && at - time >= rules.maxInterval;
    }

    /** Whether the minimum interval has not ended. */
    boolean isEarly(long at) {
        return at - time < rules.minInterval;
    }

    /** Whether the door holds a point back. */
    boolean holds() {
        return door != null && door.holds();
    }

    /** Archives what the door holds back. */
    void release(int status, Consumer<ArchivedSample> archive) {
        if (door != null && door.holds()) {
            store(door.held(status), archive);
        }
    }

    /** Takes the next point of a tag that is looked at at instants: by door, dead band or neither. */
    void offer(ArchivedSample point, Consumer<ArchivedSample> archive) {
        if (point.time() <= time) {
            return;
        }
        if (must) {
            release(point.status(), archive);
            store(point, archive);
        } else if (door != null) {
            swing(door, point, archive);
        } else if (!rules.deadBand || isChange(point.value()) || isDue(point.time())) {
            store(point, archive);
        }
    }

    private void swing(Door doors, ArchivedSample point, Consumer<ArchivedSample> archive) {
        double at = point.value().isNumber() ? point.value().number() : Double.NaN;
        if (!Double.isFinite(at) || !Double.isFinite(number)) {
            release(point.status(), archive);
            if (isChange(point.value()) || isDue(point.time())) {
                store(point, archive);
            }
            return;
        }
        boolean overdue = rules.maxInterval > 0 && point.time() - time > rules.maxInterval;
        if (doors.holds() && (overdue || !doors.admits(slope(point.time(), at)))) {
            release(point.status(), archive);
        }
        if (isDue(point.time())) {
            store(point, archive);
            return;
        }
        double deviation = rules.deviation(at);
        doors.hold(point, slope(point.time(), at - deviation), slope(point.time(), at + deviation));
    }

    private double slope(long to, double at) {
        return (at - number) / (to - time);
    }
}
