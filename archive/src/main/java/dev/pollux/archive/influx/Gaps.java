package dev.pollux.archive.influx;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The ranges in which samples were lost: to the minute, or coarser where that would be too many. Pure.
 */
final class Gaps {
    private static final long MINUTE = 60 * Ticks.PER_SECOND;

    private final TreeSet<Long> minutes = new TreeSet<>();

    void add(long time) {
        minutes.add(time - Math.floorMod(time, MINUTE));
    }

    /** At most so many ranges that hold every instant that was added. */
    List<TimeRange> ranges(int limit) {
        long join = MINUTE;
        List<TimeRange> ranges = joined(join);
        while (ranges.size() > limit) {
            join *= 2;
            ranges = joined(join);
        }
        return ranges;
    }

    private List<TimeRange> joined(long join) {
        List<TimeRange> ranges = new ArrayList<>();
        for (long minute : minutes) {
            int last = ranges.size() - 1;
            if (last >= 0 && minute - ranges.get(last).to() < join) {
                ranges.set(last, new TimeRange(ranges.get(last).from(), minute + MINUTE));
            } else {
                ranges.add(new TimeRange(minute, minute + MINUTE));
            }
        }
        return ranges;
    }
}
