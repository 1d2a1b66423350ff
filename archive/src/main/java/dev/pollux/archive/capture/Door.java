package dev.pollux.archive.capture;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;

/**
 * The two doors that swing about the last archived point, as slopes: every line between them passes all points since
 * within the deviation. The textbook's algorithm archives the last point as long as the doors are not parallel, though
 * the line to that point may lie outside of them and then misses earlier points by up to twice the deviation. Here a
 * point only becomes the one to archive if the line to it lies between the doors.
 */
final class Door {
    private double lower = Double.NEGATIVE_INFINITY;
    private double upper = Double.POSITIVE_INFINITY;
    private boolean holds;
    private long time;
    private long serverTime;
    private Value value = Value.NULL;

    /** Whether a point is held back. */
    boolean holds() {
        return holds;
    }

    boolean admits(double slope) {
        return lower <= slope && slope <= upper;
    }

    /** Holds a point back in place of the one before and narrows the doors by it. */
    void hold(ArchivedSample point, double lowest, double highest) {
        holds = true;
        time = point.time();
        serverTime = point.serverTime();
        value = point.value();
        lower = Math.max(lower, lowest);
        upper = Math.min(upper, highest);
    }

    /** The point held back. */
    ArchivedSample held(int status) {
        return new ArchivedSample(time, serverTime, status, value);
    }

    /** Opens the doors as wide as they go, about a point that was archived. */
    void open() {
        holds = false;
        value = Value.NULL;
        lower = Double.NEGATIVE_INFINITY;
        upper = Double.POSITIVE_INFINITY;
    }
}
