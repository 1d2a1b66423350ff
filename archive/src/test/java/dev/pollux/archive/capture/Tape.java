package dev.pollux.archive.capture;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One tag's capture and what it has archived, by time as an archive keeps it. Seconds count from the epoch. */
final class Tape {
    static final int GOOD = 0;
    static final int BAD = 0x80310000;
    static final long EPOCH = Ticks.of(Instant.EPOCH);

    final List<ArchivedSample> handedOut = new ArrayList<>();
    final TreeMap<Long, ArchivedSample> archived = new TreeMap<>();
    final Capture capture;

    Tape(CapturePolicy policy) {
        capture = new Capture(new CaptureRules(policy, 100));
    }

    /** Begins at once. */
    static Tape of(Occasion occasion, DeadBand band, double minSeconds, double maxSeconds) {
        return begun(new CapturePolicy(occasion, band, seconds(minSeconds), seconds(maxSeconds)));
    }

    static Tape begun(CapturePolicy policy) {
        Tape tape = new Tape(policy);
        tape.capture.begin(EPOCH, -1);
        return tape;
    }

    static Tape onChange(DeadBand band) {
        return of(new Occasion.OnChange(), band, 0, 0);
    }

    Tape take(double second, double value) {
        return take(second, GOOD, Value.of(value));
    }

    Tape take(double second, int status, Value value) {
        return take(new ArchivedSample(at(second), at(second) + 5, status, value));
    }

    Tape take(ArchivedSample sample) {
        capture.accept(sample, this::keep);
        return this;
    }

    Tape tick(double second) {
        capture.tick(at(second), this::keep);
        return this;
    }

    Tape unseen(double from, double to) {
        capture.unseen(at(from), at(to), this::keep);
        return this;
    }

    Tape trigger(double second) {
        capture.trigger(at(second), this::keep);
        return this;
    }

    Tape end(double second) {
        capture.end(at(second), this::keep);
        return this;
    }

    private void keep(ArchivedSample sample) {
        handedOut.add(sample);
        archived.put(sample.time(), sample);
    }

    /** What the archive has, as "second=value" in order of time; a status that is not good in place of the value. */
    String story() {
        return story(archived.values());
    }

    static String story(Iterable<ArchivedSample> samples) {
        StringBuilder text = new StringBuilder();
        for (ArchivedSample each : samples) {
            String what = each.status() == ArchivedSample.HOLE
                    ? "hole"
                    : each.good() ? number(each.value()) : String.format("%08X", each.status());
            text.append(text.isEmpty() ? "" : " ")
                    .append(number((each.time() - EPOCH) / (double) Ticks.PER_SECOND))
                    .append('=')
                    .append(what);
        }
        return text.toString();
    }

    private static String number(Value value) {
        return value.type() == Value.DOUBLE ? number(value.number()) : String.valueOf(value.content());
    }

    private static String number(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    /** The value valid at an instant by a stepped trend. */
    double stepped(long time) {
        Map.Entry<Long, ArchivedSample> before = archived.floorEntry(time);
        return before == null ? Double.NaN : before.getValue().value().number();
    }

    /** The value at an instant by a trend of straight lines. */
    double interpolated(long time) {
        ArchivedSample before = archived.floorEntry(time).getValue();
        if (before.time() == time) {
            return before.value().number();
        }
        ArchivedSample after = archived.higherEntry(time).getValue();
        double share = (time - before.time()) / (double) (after.time() - before.time());
        return before.value().number()
                + (after.value().number() - before.value().number()) * share;
    }

    static long at(double second) {
        return EPOCH + Math.round(second * Ticks.PER_SECOND);
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
