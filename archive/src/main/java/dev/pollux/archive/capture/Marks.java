package dev.pollux.archive.capture;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.util.Optional;

/** Marks of holes: where archiving of a tag ended, so that a trend does not go on with the last value. */
public final class Marks {
    private Marks() {}

    /**
     * The mark of a hole.
     *
     * @param time where the hole begins
     * @param now by the station's clock, as server time
     */
    public static ArchivedSample hole(long time, long now) {
        return new ArchivedSample(Math.min(time, Ticks.MAX - 1), now, ArchivedSample.HOLE, Value.NULL);
    }

    /**
     * The mark that is missing when archiving begins again after a crash. It stands where the coverage ended, as the
     * last value was valid until then, but behind what was archived beyond that.
     *
     * @param newest the newest that the archive has of the tag
     * @param coverageEnd end of the coverage of the tag's device, or {@link Ticks#MIN} if it has none
     * @param now by the station's clock
     * @return empty if nothing is missing: nothing was archived before, it ended with a mark, or there is no hole
     *     because the clock was set back
     */
    public static Optional<ArchivedSample> afterCrash(Optional<ArchivedSample> newest, long coverageEnd, long now) {
        if (newest.isEmpty() || newest.get().status() == ArchivedSample.HOLE) {
            return Optional.empty();
        }
        long time = Math.max(coverageEnd, newest.get().time() + 1);
        return time < now ? Optional.of(hole(time, now)) : Optional.empty();
    }
}
