package dev.pollux.server.history;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchiveStats;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** An archive in memory. */
final class MemoryArchive implements Archive {
    private final Map<Series, TreeMap<Long, ArchivedSample>> samples = new HashMap<>();
    private final List<Modification> modifications = new ArrayList<>();
    private final Map<Series, List<Annotation>> annotations = new HashMap<>();

    private NavigableMap<Long, ArchivedSample> of(Series series) {
        return samples.computeIfAbsent(series, any -> new TreeMap<>());
    }

    @Override
    public synchronized CompletableFuture<AppendResult> append(Batch batch, WriteMode mode) {
        batch.deletions()
                .forEach(each -> of(each.series())
                        .subMap(each.range().from(), each.range().to())
                        .clear());
        batch.samples().forEach(each -> of(each.series()).put(each.sample().time(), each.sample()));
        modifications.addAll(batch.modifications());
        modifications.sort(
                Comparator.<Modification>comparingLong(each -> each.old().time())
                        .thenComparingLong(Modification::modificationTime));
        batch.annotations().forEach(each -> {
            List<Annotation> list = annotations.computeIfAbsent(each.series(), any -> new ArrayList<>());
            list.removeIf(old -> old.time() == each.annotation().time()
                    && old.user().equals(each.annotation().user())
                    && old.annotationTime() == each.annotation().annotationTime());
            if (each.keep()) {
                list.add(each.annotation());
            }
            list.sort(Comparator.comparingLong(Annotation::time).thenComparingLong(Annotation::annotationTime));
        });
        return CompletableFuture.completedFuture(
                new AppendResult(batch.samples().size(), List.of()));
    }

    @Override
    public synchronized Page read(Page.Request request) {
        var range = of(request.series())
                .subMap(request.range().from(), true, request.range().to(), false);
        List<ArchivedSample> found = new ArrayList<>();
        for (ArchivedSample each : request.reverse() ? range.descendingMap().values() : range.values()) {
            if (found.size() == request.limit()) {
                return new Page(found, request.after(found.get(found.size() - 1).time()));
            }
            found.add(each);
        }
        return new Page(found, Optional.empty());
    }

    @Override
    public synchronized Optional<ArchivedSample> bound(Series series, long time, Side side, TimeRange within) {
        var entry = side == Side.AT_OR_BEFORE
                ? of(series).floorEntry(time)
                : of(series).ceilingEntry(time);
        return Optional.ofNullable(entry).map(Map.Entry::getValue).filter(each -> within.contains(each.time()));
    }

    @Override
    public void scan(Collection<Series> series, TimeRange range, Sink sink) {
        throw new ArchiveException("no scan");
    }

    @Override
    public List<Digest> digests(Collection<Series> series, TimeRange range, long bucket) {
        return List.of();
    }

    @Override
    public synchronized SortedSet<Series> series() {
        return new TreeSet<>(samples.keySet());
    }

    @Override
    public Map<String, List<TimeRange>> coverage() {
        return Map.of();
    }

    @Override
    public synchronized List<Modification> modifications(Series series, TimeRange range, int limit) {
        return modifications.stream()
                .filter(each -> each.series().equals(series)
                        && range.contains(each.old().time()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Annotation> annotations(Series series, TimeRange range, int limit) {
        return annotations.getOrDefault(series, List.of()).stream()
                .filter(each -> range.contains(each.time()))
                .limit(limit)
                .toList();
    }

    @Override
    public void forget(String archive, long before) {}

    @Override
    public void compact() {}

    @Override
    public void backup(Path directory) {
        throw new ArchiveException("no backup");
    }

    @Override
    public ArchiveStats stats() {
        return new ArchiveStats("memory", 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, TimeRange.ALL);
    }

    @Override
    public void close() {}
}
