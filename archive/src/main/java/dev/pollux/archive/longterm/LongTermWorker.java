package dev.pollux.archive.longterm;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.coverage.Intervals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Computes long-term archives from the captured values, a bounded step at a time. For one thread; to stop it, stop
 * calling {@link #step}.
 *
 * <p>How far a tag has been computed stands in its series {@link #PROGRESS}, written in the same batch as the results:
 * the time of the newest sample is the instant up to which everything is done, its value names what the results depend
 * on. If that changes, the tag is computed again as far back as captured values reach. So a crash loses no results and
 * repeats at most one step.
 *
 * <p>Not every interval has a result. A bad one is only kept where the one before it had another status. A stretch
 * without samples, in which no good value is valid or one that is more than 31 days old, is passed over after some
 * hundred intervals at most.
 */
public final class LongTermWorker {
    /** In place of an aggregate's name: how far a tag has been computed. */
    public static final String PROGRESS = "@progress";

    private static final int RANGES_MAX = 64;
    private static final long WAIT_SECONDS = 60;

    private final Archive archive;
    private final LateMarks late;
    private final List<LongTermTarget> targets = new ArrayList<>();
    private int cursor;
    private @Nullable Again again;

    /**
     * A tag that has long-term archives.
     *
     * @param stepped whether its value stays until the next one; otherwise it moves there on a line
     */
    public record Tag(String name, boolean stepped) {}

    /** A tag that is computed again because of late values. */
    private static final class Again {
        final String tag;
        final List<LateMarks.Mark> marks;
        final List<LongTermTarget> left;

        /** What is left of the last target; null before it has been begun. */
        @Nullable
        Intervals ranges;

        Again(String tag, List<LateMarks.Mark> marks, List<LongTermTarget> left) {
            this.tag = tag;
            this.marks = marks;
            this.left = left;
        }
    }

    /**
     * Reads nothing yet.
     *
     * @param late must have been loaded
     */
    public LongTermWorker(Archive archive, List<LongTermConfig> configs, List<Tag> tags, LateMarks late) {
        this.archive = archive;
        this.late = late;
        for (LongTermConfig config : configs) {
            LongTermRules rules = new LongTermRules(config);
            tags.forEach(tag -> targets.add(new LongTermTarget(config, rules, tag)));
        }
    }

    /**
     * Does a piece of work: at most some hundred intervals of one tag. Late values come first.
     *
     * @param now by the station's clock
     * @return whether there may be more to do at once; if not, ask again after some seconds
     * @throws ArchiveException if the store cannot do its work; calling again later goes on where it stopped
     */
    public boolean step(long now) {
        if (stepAgain()) {
            return true;
        }
        for (int tried = 0; tried < targets.size(); tried++) {
            LongTermTarget target = targets.get(cursor);
            cursor = (cursor + 1) % targets.size();
            if (target.look <= now && advance(target, now)) {
                return true;
            }
        }
        return false;
    }

    private boolean advance(LongTermTarget target, long now) {
        RawSamples raw = raw(target);
        if ((target.done == LongTermTarget.UNKNOWN && !locate(target, raw))
                || target.rules.settled(now) <= target.done) {
            target.look = target.rules.next(now);
            return false;
        }
        // What its archive would forget at once need not be computed.
        long from = Math.max(target.done, target.rules.oldest(now));
        long due = target.rules.due(raw.lastGood(new TimeRange(from, Ticks.MAX)), now);
        if (due <= from) {
            target.look = target.rules.next(now);
            return false;
        }
        Stretch stretch = Stretch.of(target.rules, raw, new TimeRange(from, due));
        List<Batch.Entry> entries = new Results(archive, target).of(stretch.computed(), raw);
        long done = stretch.whole().to();
        entries.add(new Batch.Entry(
                target.series(PROGRESS), new ArchivedSample(done, Math.max(now, done), 0, target.kind())));
        append(Batch.of(entries));
        target.done = done;
        return true;
    }

    // Where an earlier run stopped, or the first captured value; false if there is none.
    private boolean locate(LongTermTarget target, RawSamples raw) {
        Optional<ArchivedSample> newest =
                archive.bound(target.series(PROGRESS), Ticks.MAX - 1, Archive.Side.AT_OR_BEFORE, TimeRange.ALL);
        if (newest.isPresent() && newest.get().value().equals(target.kind())) {
            target.done = newest.get().time();
            return true;
        }
        Optional<ArchivedSample> first = raw.atOrAfter(Ticks.MIN, TimeRange.ALL);
        first.ifPresent(sample -> target.done = target.rules.floor(sample.time()));
        return first.isPresent();
    }

    private boolean stepAgain() {
        Again work = again;
        if (work == null) {
            Map<String, List<LateMarks.Mark>> first = late.first();
            if (first.isEmpty()) {
                return false;
            }
            String tag = first.keySet().iterator().next();
            List<LongTermTarget> affected = new ArrayList<>(targets);
            affected.removeIf(target -> !target.tag.name().equals(tag));
            work = new Again(tag, first.values().iterator().next(), affected);
            again = work;
        }
        if (work.left.isEmpty()) {
            append(Batch.deleting(LateMarks.deletions(work.tag, work.marks)));
            late.forget(work.tag, work.marks);
            again = null;
        } else {
            recompute(work, work.left.get(work.left.size() - 1));
        }
        return true;
    }

    private void recompute(Again work, LongTermTarget target) {
        RawSamples raw = raw(target);
        Intervals ranges = work.ranges == null ? affected(work, target, raw) : work.ranges;
        if (!ranges.isEmpty()) {
            Stretch stretch = Stretch.of(target.rules, raw, ranges.ranges().get(0));
            List<Batch.Deletion> old = new ArrayList<>();
            target.config
                    .aggregates()
                    .forEach(each -> old.add(new Batch.Deletion(target.series(each.browseName()), stretch.whole())));
            old.add(new Batch.Deletion(target.runs(), stretch.whole()));
            List<Batch.Entry> entries = new Results(archive, target).of(stretch.computed(), raw);
            append(new Batch(entries, old, List.of(), List.of(), List.of()));
            ranges = ranges.minus(stretch.whole());
        }
        work.ranges = ranges.isEmpty() ? null : ranges;
        if (ranges.isEmpty()) {
            work.left.remove(work.left.size() - 1);
        }
    }

    private Intervals affected(Again work, LongTermTarget target, RawSamples raw) {
        if (target.done == LongTermTarget.UNKNOWN && !locate(target, raw)) {
            return Intervals.NONE;
        }
        Intervals changed =
                Intervals.of(work.marks.stream().map(LateMarks.Mark::range).toList());
        List<TimeRange> ranges = changed.ranges();
        if (ranges.size() > RANGES_MAX) {
            ranges = List.of(new TimeRange(
                    ranges.get(0).from(), ranges.get(ranges.size() - 1).to()));
        }
        List<TimeRange> wide = new ArrayList<>();
        for (TimeRange each : ranges) {
            if (each.from() < target.done) {
                long before = raw.lastGood(new TimeRange(Ticks.MIN, each.from()));
                long after = raw.firstGood(new TimeRange(Math.min(each.to(), target.done), target.done));
                wide.add(target.rules.again(each, before, after, target.done));
            }
        }
        return Intervals.of(wide).intersect(new TimeRange(target.rules.floor(oldest(target, raw)), target.done));
    }

    // A user may delete as far back as time goes, but nothing is to be computed before there is anything.
    private long oldest(LongTermTarget target, RawSamples raw) {
        long oldest = raw.atOrAfter(Ticks.MIN, TimeRange.ALL)
                .map(ArchivedSample::time)
                .orElse(target.done);
        for (var aggregate : target.config.aggregates()) {
            oldest = archive.bound(
                            target.series(aggregate.browseName()),
                            Ticks.MIN,
                            Archive.Side.AT_OR_AFTER,
                            new TimeRange(Ticks.MIN, oldest))
                    .map(ArchivedSample::time)
                    .orElse(oldest);
        }
        return Math.min(oldest, target.done);
    }

    private RawSamples raw(LongTermTarget target) {
        return new RawSamples(archive, Series.of(target.tag.name()));
    }

    private void append(Batch batch) {
        try {
            archive.append(batch, WriteMode.LIVE).get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ArchiveException("long-term archive: interrupted while results were being stored", e);
        } catch (ExecutionException e) {
            throw new ArchiveException("long-term archive: results were not stored: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new ArchiveException(
                    "long-term archive: results were not stored within " + WAIT_SECONDS + " s; will be tried again", e);
        }
    }
}
