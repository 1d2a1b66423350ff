package dev.pollux.archive;

/**
 * One archived value of a series.
 *
 * @param time SourceTimestamp in {@link Ticks}, {@link Ticks#MIN} ≤ time &lt; {@link Ticks#MAX}; the key within the
 *     series
 * @param serverTime ServerTimestamp in {@link Ticks}: when the station took it
 * @param status the 32 bits of the StatusCode
 * @param value of any type; {@link Value#NULL} only makes sense with a bad status, but is kept with any
 */
public record ArchivedSample(long time, long serverTime, int status, Value value) {
    /**
     * Marks where archiving of a tag ended (station stopped, tag no longer archived): what follows is a hole, not the
     * last value. Bad_NoData, so that a client that knows nothing of us draws a hole too.
     */
    public static final int HOLE = 0x809B0000;

    public ArchivedSample {
        if (time < Ticks.MIN || time >= Ticks.MAX) {
            throw new IllegalArgumentException("a sample needs a time from 1601 to 9999, not " + time);
        }
    }

    /** Severity bits 00. */
    public boolean good() {
        return (status >>> 30) == 0;
    }

    /** Severity bits 01. */
    public boolean uncertain() {
        return (status >>> 30) == 1;
    }

    /** Severity bits 10 or 11. */
    public boolean bad() {
        return status < 0;
    }
}
