package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import org.jspecify.annotations.Nullable;

/** The least or the greatest of usable samples and simple bounding values (OPC 10000-13 §5.4.3.15 to §5.4.3.18). */
final class Extremes {
    private final int sign;

    private double best;

    @Nullable
    Value value;

    long time;
    boolean interpolated;
    boolean many;

    /** Looks for the greatest, or with {@code least} for the least. */
    Extremes(boolean least) {
        sign = least ? -1 : 1;
    }

    void clear() {
        value = null;
    }

    /** The least or greatest of a run; {@code some} if it stands there more than once. */
    void add(ArchivedSample extreme, boolean some) {
        add(extreme.time(), extreme.value(), false);
        many |= some && sign * Numbers.of(extreme.value()) == best;
    }

    void add(long at, Value candidate, boolean fromBound) {
        double number = sign * Numbers.of(candidate);
        if (Double.isNaN(number)) {
            return;
        }
        if (value == null || number > best) {
            best = number;
            value = candidate;
            time = at;
            interpolated = fromBound;
            many = false;
        } else if (number == best) {
            many = true;
        }
    }
}
