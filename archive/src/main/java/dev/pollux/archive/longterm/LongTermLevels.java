package dev.pollux.archive.longterm;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Intervals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds out what long-term archives can answer of a tag at present. */
public final class LongTermLevels {
    private LongTermLevels() {}

    /**
     * A long-term archive, for reading.
     *
     * @param name of the archive
     * @param retention what is older is not used, even if it is there still: it need not be whole; zero for ever
     */
    public record Kept(String name, Duration interval, Duration retention) {}

    /**
     * What can be used of a tag, finest first.
     *
     * @param borrowed for what ranges captured values are read from elsewhere, so that what was computed here says
     *     nothing of them
     * @param now by the station's clock
     */
    public static List<Level> of(Archive archive, String tag, List<Kept> kept, List<TimeRange> borrowed, long now) {
        if (kept.isEmpty()) {
            return List.of();
        }
        List<TimeRange> changed = new ArrayList<>(borrowed);
        changed.addAll(LateMarks.of(archive, tag));
        List<Level> levels = new ArrayList<>();
        for (Kept each : kept) {
            long interval = Ticks.of(each.interval());
            Series runs = LongTermTarget.runs(each.name(), tag, each.interval());
            Intervals usable = Intervals.of(computed(archive, tag, each, runs, now));
            for (TimeRange range : changed) {
                usable = usable.minus(Level.around(range, interval));
            }
            if (!usable.isEmpty()) {
                levels.add(new Level(runs, interval, usable));
            }
        }
        levels.sort(Comparator.comparingLong(Level::interval));
        return levels;
    }

    private static TimeRange computed(Archive archive, String tag, Kept kept, Series runs, long now) {
        TimeRange nothing = new TimeRange(Ticks.MIN, Ticks.MIN);
        Series progress = Series.longTerm(kept.name(), tag, LongTermWorker.PROGRESS);
        Optional<ArchivedSample> done =
                archive.bound(progress, Ticks.MAX - 1, Archive.Side.AT_OR_BEFORE, TimeRange.ALL);
        if (done.isEmpty() || !LongTermTarget.hasRuns(done.get().value(), kept.interval())) {
            return nothing;
        }
        long to = done.get().time();
        long interval = Ticks.of(kept.interval());
        long from = kept.retention().isZero()
                ? Ticks.MIN
                : Level.ceil(Math.max(Ticks.MIN, now - Ticks.of(kept.retention())), interval);
        if (from >= to) {
            return nothing;
        }
        // Before the first bucket there may be captured values that have been forgotten here, or were never computed.
        return archive.bound(runs, from, Archive.Side.AT_OR_AFTER, new TimeRange(from, to))
                .map(first -> new TimeRange(first.time(), to))
                .orElse(nothing);
    }

    /** The instant before which there are no captured values of a tag. */
    public static long rawFrom(Archive archive, String tag, List<Level> levels) {
        if (levels.isEmpty()) {
            return Ticks.MIN;
        }
        long first = archive.bound(Series.of(tag), Ticks.MIN, Archive.Side.AT_OR_AFTER, TimeRange.ALL)
                .map(ArchivedSample::time)
                .orElse(Ticks.MAX);
        return first == Ticks.MAX ? first : Level.floor(first, levels.get(0).interval());
    }
}
