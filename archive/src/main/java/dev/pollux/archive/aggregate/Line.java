package dev.pollux.archive.aggregate;

import dev.pollux.archive.ArchivedSample;
import org.jspecify.annotations.Nullable;

/**
 * The area below straight lines from one usable number to the next, over one interval with interpolated bounding values
 * (OPC 10000-13 §5.4.3.6). Always sloped, whatever the series; spans are in ticks.
 */
final class Line {
    private long reached;

    double area;
    long time;
    /** Something was left out, uncertain or extrapolated. */
    boolean doubtful;

    void begin(long from) {
        reached = from;
        area = 0;
        time = 0;
        doubtful = false;
    }

    /** On to a usable sample in the interval, from the one before if there is one. */
    void add(@Nullable ArchivedSample before, ArchivedSample sample, boolean skipped) {
        if (sample.time() > reached) {
            if (before == null) {
                doubtful = true;
            } else {
                segment(sample.time(), before, sample);
                doubtful |= skipped || !before.good() || !sample.good();
            }
            reached = sample.time();
        }
    }

    /** On over a run after a sample that was reached. */
    void add(Run run) {
        area += run.sloped();
        time += run.last().time() - reached;
        reached = run.last().time();
    }

    /** On to the end of the interval, with the cursor there. */
    void end(long to, Cursor cursor, boolean slopedExtrapolation) {
        ArchivedSample before = cursor.usable();
        if (before == null || to == reached) {
            return;
        }
        ArchivedSample after = cursor.usableAhead();
        ArchivedSample earlier = cursor.earlierUsable();
        if (after != null) {
            segment(to, before, after);
            doubtful |= cursor.skippedUpToNext() || !before.good() || !after.good();
        } else {
            segment(to, before, slopedExtrapolation ? earlier : null);
            doubtful = true;
        }
        reached = to;
    }

    /** Along the line through two samples; flat if there is only one. */
    private void segment(long to, ArchivedSample one, @Nullable ArchivedSample other) {
        double value = Numbers.of(one.value());
        double slope = other == null ? 0 : (Numbers.of(other.value()) - value) / (other.time() - one.time());
        double span = to - reached;
        area += (value + slope * ((reached - one.time()) + span / 2)) * span;
        time += to - reached;
    }
}
