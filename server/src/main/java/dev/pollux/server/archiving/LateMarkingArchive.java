package dev.pollux.server.archiving;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveStats;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.longterm.LateMarks;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

/**
 * An archive in which every late change is marked, whoever makes it, so that long-term archives are computed again
 * there. Everything else is the archive's own.
 */
public final class LateMarkingArchive implements Archive {
    private final Archive archive;
    private final LateMarks late;
    private final InstantSource clock;

    /** Around {@code archive}, which is closed with this. */
    public LateMarkingArchive(Archive archive, LateMarks late, InstantSource clock) {
        this.archive = archive;
        this.late = late;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<AppendResult> append(Batch batch, WriteMode mode) {
        Batch marked = late.mark(batch, Ticks.of(clock.instant()));
        CompletableFuture<AppendResult> result = archive.append(marked, mode);
        return marked.samples().size() == batch.samples().size()
                ? result
                : result.thenApply(done -> {
                    late.stored(marked);
                    return done;
                });
    }

    @Override
    public Page read(Page.Request request) {
        return archive.read(request);
    }

    @Override
    public Optional<ArchivedSample> bound(Series series, long time, Side side, TimeRange within) {
        return archive.bound(series, time, side, within);
    }

    @Override
    public void scan(Collection<Series> series, TimeRange range, Sink sink) {
        archive.scan(series, range, sink);
    }

    @Override
    public List<Digest> digests(Collection<Series> series, TimeRange range, long bucket) {
        return archive.digests(series, range, bucket);
    }

    @Override
    public SortedSet<Series> series() {
        return archive.series();
    }

    @Override
    public Map<String, List<TimeRange>> coverage() {
        return archive.coverage();
    }

    @Override
    public List<Modification> modifications(Series series, TimeRange range, int limit) {
        return archive.modifications(series, range, limit);
    }

    @Override
    public List<Annotation> annotations(Series series, TimeRange range, int limit) {
        return archive.annotations(series, range, limit);
    }

    @Override
    public void forget(String name, long before) {
        archive.forget(name, before);
    }

    @Override
    public void compact() {
        archive.compact();
    }

    @Override
    public void backup(Path directory) {
        archive.backup(directory);
    }

    @Override
    public ArchiveStats stats() {
        return archive.stats();
    }

    @Override
    public Capabilities capabilities() {
        return archive.capabilities();
    }

    @Override
    public void close() {
        archive.close();
    }
}
