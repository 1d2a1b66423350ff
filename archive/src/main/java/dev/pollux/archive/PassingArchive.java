package dev.pollux.archive;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

/** Another archive, for those that change one thing about it: everything is passed on. */
public abstract class PassingArchive implements Archive {
    private final Archive archive;

    /** Around {@code archive}, which is closed with this. */
    protected PassingArchive(Archive archive) {
        this.archive = archive;
    }

    @Override
    public CompletableFuture<AppendResult> append(Batch batch, WriteMode mode) {
        return archive.append(batch, mode);
    }

    @Override
    public Page read(Page.Request request) {
        return archive.read(request);
    }

    @Override
    public List<TimeRange> borrowed(Series series, TimeRange within) {
        return archive.borrowed(series, within);
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
    public Map<String, Long> carriedOut() {
        return archive.carriedOut();
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
    public boolean afterUncleanStop() {
        return archive.afterUncleanStop();
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
