package dev.pollux.archive.longterm;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.aggregate.Intervals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * From which archive to read what, so that intervals are measured with as little reading as may be and come to the
 * same as by the captured values. Each interval is divided into whole buckets of the coarsest long-term archive that
 * has them, of finer ones beside these, and captured values at its ends. Pure; one piece after the other, in order of
 * time, none empty, none overlapping, together all from {@code from} on.
 */
final class ReadPlan implements Iterator<ReadPlan.Piece> {
    /** In place of a level: the captured values. */
    static final int RAW = -1;

    /** To turn to another archive costs about as much as reading this many of its neighbour's buckets. */
    private static final int WORTH = 4;

    /** How many intervals to look at for one piece. */
    private static final int AHEAD = 1_000;

    private final Intervals intervals;
    private final List<Level> levels;
    private final long rawFrom;
    private final Deque<Piece> ready = new ArrayDeque<>();
    private long at;
    private long next;

    /**
     * A part of the reading.
     *
     * @param range what it is about
     * @param level index of the level, or {@link #RAW}
     * @param cut begins or ends within a bucket whose captured values are forgotten: only some of its samples are left
     */
    record Piece(TimeRange range, int level, boolean cut) {}

    /**
     * For some intervals, from an instant on.
     *
     * @param levels finest first
     * @param rawFrom there are no captured values before this instant
     */
    ReadPlan(Intervals intervals, List<Level> levels, long rawFrom, long from) {
        this.intervals = intervals;
        this.levels = levels;
        this.rawFrom = rawFrom;
        at = from;
        next = firstAfter(from);
    }

    /** All of a range, for who needs single samples and not what intervals come to. */
    static List<Piece> samples(TimeRange range, List<Level> levels, long rawFrom) {
        List<Piece> pieces = new ArrayList<>();
        new Division(levels, rawFrom, pieces).rest(range);
        return pieces;
    }

    /** One range that lies within an interval. */
    static List<Piece> of(TimeRange range, List<Level> levels, long rawFrom) {
        List<Piece> pieces = new ArrayList<>();
        new Division(levels, rawFrom, pieces).split(range, levels.size() - 1);
        return pieces;
    }

    /** The samples of an interval, by its place in time: a backward one excludes its earlier end. */
    private TimeRange range(long place) {
        return intervals.backward()
                ? new TimeRange(
                        intervals.endOf(intervals.count() - 1 - place) + 1,
                        intervals.startOf(intervals.count() - 1 - place) + 1)
                : new TimeRange(intervals.startOf(place), intervals.endOf(place));
    }

    private long firstAfter(long from) {
        long low = 0;
        long high = intervals.count();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (range(middle).to() <= from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public boolean hasNext() {
        return !ready.isEmpty() || at < Ticks.MAX;
    }

    /** Neighbours of one kind are one piece, also beyond the end of an interval: no bucket lies across it. */
    @Override
    public Piece next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all was planned");
        }
        for (int looked = 0; at < Ticks.MAX && (ready.isEmpty() || (ready.size() < 2 && looked < AHEAD)); looked++) {
            long to = next < intervals.count() ? Math.min(range(next++).to(), Ticks.MAX) : Ticks.MAX;
            TimeRange range = new TimeRange(Math.min(at, to), to);
            boolean beyond = next >= intervals.count() && to == Ticks.MAX;
            at = to;
            (beyond ? samples(range, levels, rawFrom) : of(range, levels, rawFrom)).forEach(this::add);
        }
        return ready.removeFirst();
    }

    private void add(Piece piece) {
        Piece last = ready.peekLast();
        if (last != null && last.level() == piece.level() && !last.cut() && !piece.cut()) {
            ready.removeLast();
            ready.addLast(
                    new Piece(new TimeRange(last.range().from(), piece.range().to()), last.level(), false));
        } else {
            ready.addLast(piece);
        }
    }

    /** Divides ranges and adds the pieces up. */
    private record Division(List<Level> levels, long rawFrom, List<Piece> pieces) {
        void split(TimeRange range, int level) {
            if (range.isEmpty()) {
                return;
            }
            if (level == RAW) {
                rest(range);
                return;
            }
            Level archive = levels.get(level);
            long done = range.from();
            for (TimeRange usable : archive.usable().intersect(range).ranges()) {
                TimeRange whole = whole(usable, archive.interval());
                if (!whole.isEmpty() && isWorth(whole, range, level)) {
                    split(new TimeRange(done, whole.from()), level - 1);
                    pieces.add(new Piece(whole, level, false));
                    done = whole.to();
                }
            }
            split(new TimeRange(done, range.to()), level - 1);
        }

        private static TimeRange whole(TimeRange range, long interval) {
            long from = Level.ceil(range.from(), interval);
            return new TimeRange(from, Math.max(from, Level.floor(range.to(), interval)));
        }

        private boolean isWorth(TimeRange whole, TimeRange range, int level) {
            long grain = levels.get(Math.max(0, level - 1)).interval();
            return whole.equals(range) || whole.to() - whole.from() >= WORTH * grain || whole.from() < rawFrom;
        }

        /** What no whole bucket is for: captured values, or where they are forgotten what is left of them. */
        void rest(TimeRange range) {
            long border = Math.max(range.from(), Math.min(range.to(), rawFrom));
            forgotten(new TimeRange(range.from(), border), 0);
            raw(new TimeRange(border, range.to()));
        }

        private void forgotten(TimeRange range, int level) {
            if (level == levels.size()) {
                raw(range);
                return;
            }
            long done = range.from();
            for (TimeRange left : levels.get(level).usable().intersect(range).ranges()) {
                forgotten(new TimeRange(done, left.from()), level + 1);
                pieces.add(new Piece(left, level, true));
                done = left.to();
            }
            forgotten(new TimeRange(done, range.to()), level + 1);
        }

        private void raw(TimeRange range) {
            if (!range.isEmpty()) {
                pieces.add(new Piece(range, RAW, false));
            }
        }
    }
}
