package dev.pollux.archive.sync;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Batch;
import dev.pollux.archive.PassingArchive;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.coverage.Intervals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * An archive in which what users change stands, also while a gap is being filled around it: between the moment at which
 * the filling looked what users had changed and the moment at which a page of the partner's is stored, they may change
 * more. All changes of users and all fillings must go through the same one. Safe for use by any threads.
 */
public final class GuardedArchive extends PassingArchive {
    /** Values and ranges that are remembered; more corrections during one piece make it begin again. */
    private static final int CHANGED_MAX = 100_000;

    /** Guards all below, and is held while a change is handed over: so changes have one order. */
    private final Object order = new Object();

    private final List<Edit> edits = new ArrayList<>();
    private int changed;
    private int fillings;

    /** What a user has changed, and whether it is stored. */
    private record Edit(Map<Series, List<TimeRange>> changed, int count, CompletableFuture<AppendResult> stored) {}

    /** Around {@code archive}, which is closed with this. */
    public GuardedArchive(Archive archive) {
        super(archive);
    }

    @Override
    public CompletableFuture<AppendResult> append(Batch batch, WriteMode mode) {
        if (batch.modifications().isEmpty()) {
            return super.append(batch, mode);
        }
        synchronized (order) {
            CompletableFuture<AppendResult> stored = super.append(batch, mode);
            forgetDone();
            int count = batch.samples().size() + batch.deletions().size();
            // Beyond the bound only that there was something is remembered.
            edits.add(new Edit(changed <= CHANGED_MAX ? changedBy(batch) : Map.of(), count, stored));
            changed += count;
            return stored;
        }
    }

    private static Map<Series, List<TimeRange>> changedBy(Batch batch) {
        Map<Series, List<TimeRange>> changed = new HashMap<>();
        for (Batch.Entry each : batch.samples()) {
            long time = each.sample().time();
            changed.computeIfAbsent(each.series(), series -> new ArrayList<>()).add(new TimeRange(time, time + 1));
        }
        for (Batch.Deletion each : batch.deletions()) {
            changed.computeIfAbsent(each.series(), series -> new ArrayList<>()).add(each.range());
        }
        return changed;
    }

    /** What is stored already, and nobody has looked before it was, can be read by whoever looks now. */
    private void forgetDone() {
        if (fillings == 0) {
            edits.removeIf(each -> each.stored().isDone());
            changed = edits.stream().mapToInt(Edit::count).sum();
        }
    }

    /** Begins to fill something: to be called before looking what users have changed. */
    Filling filling() {
        synchronized (order) {
            forgetDone();
            fillings++;
            return new Filling();
        }
    }

    /** What is looked at and written for one piece of a gap. Used by one thread. */
    final class Filling implements AutoCloseable {
        /**
         * Stores what the partner gave, but for what users have changed since this began.
         *
         * @throws ArchiveException if they have changed too much: it is to be begun again
         */
        CompletableFuture<AppendResult> append(Batch batch) {
            synchronized (order) {
                if (changed > CHANGED_MAX) {
                    throw new ArchiveException(
                            "users change more than " + CHANGED_MAX + " values while a gap is being filled");
                }
                return GuardedArchive.super.append(edits.isEmpty() ? batch : without(batch), WriteMode.LIVE);
            }
        }

        @Override
        public void close() {
            synchronized (order) {
                fillings--;
                forgetDone();
            }
        }
    }

    private Batch without(Batch batch) {
        Map<Series, List<TimeRange>> ranges = new HashMap<>();
        edits.forEach(edit -> edit.changed()
                .forEach((series, some) -> ranges.computeIfAbsent(series, each -> new ArrayList<>())
                        .addAll(some)));
        Map<Series, Intervals> users = new HashMap<>();
        ranges.forEach((series, some) -> users.put(series, Intervals.of(some)));
        List<Batch.Entry> samples = batch.samples().stream()
                .filter(each -> !users.getOrDefault(each.series(), Intervals.NONE)
                        .contains(each.sample().time()))
                .toList();
        List<Batch.Deletion> deletions = new ArrayList<>();
        for (Batch.Deletion each : batch.deletions()) {
            Intervals left = Intervals.of(each.range()).minus(users.getOrDefault(each.series(), Intervals.NONE));
            left.ranges().forEach(range -> deletions.add(new Batch.Deletion(each.series(), range)));
        }
        return new Batch(samples, deletions, batch.coverage(), List.of(), List.of());
    }
}
