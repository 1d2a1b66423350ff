package dev.pollux.archive.rocks;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;

/** Reads samples across partitions. */
final class RocksReads {
    /** Samples that a scan takes at once; in between, others can close or drop what it reads from. */
    private static final int CHUNK = 4096;

    private final RocksStore store;
    private final Catalog catalog;
    private final Supplier<Partitions> partitions;

    RocksReads(RocksStore store, Catalog catalog, Supplier<Partitions> partitions) {
        this.store = store;
        this.catalog = catalog;
        this.partitions = partitions;
    }

    Page page(Page.Request request) {
        Optional<SeriesEntry> entry = catalog.find(request.series());
        if (entry.isEmpty() || request.range().isEmpty()) {
            return new Page(List.of(), Optional.empty());
        }
        return store.read(view -> {
            List<ArchivedSample> samples = new ArrayList<>();
            for (Partition partition : partitions(view, entry.get(), request.range(), request.reverse())) {
                TimeRange range = partition.range().intersect(request.range());
                try (SampleCursor cursor =
                        new SampleCursor(view, partition, entry.get().id(), range, request.reverse())) {
                    while (cursor.next()) {
                        if (samples.size() == request.limit()) {
                            long last = samples.get(samples.size() - 1).time();
                            return new Page(samples, request.after(last));
                        }
                        samples.add(cursor.sample());
                    }
                }
            }
            return new Page(samples, Optional.empty());
        });
    }

    Optional<ArchivedSample> bound(Series series, long time, Archive.Side side, TimeRange within) {
        TimeRange where = switch (side) {
            case AT_OR_BEFORE ->
                new TimeRange(within.from(), Math.max(within.from(), time < within.to() ? time + 1 : within.to()));
            case AT_OR_AFTER -> new TimeRange(Math.min(Math.max(time, within.from()), within.to()), within.to());
        };
        boolean reverse = side == Archive.Side.AT_OR_BEFORE;
        return page(new Page.Request(series, where, reverse, 1)).samples().stream()
                .findFirst();
    }

    void scan(Collection<Series> wanted, TimeRange range, Archive.Sink sink) {
        for (Series series : new TreeSet<>(wanted)) {
            Optional<Page.Request> next = Optional.of(new Page.Request(series, range, false, CHUNK));
            while (next.isPresent()) {
                Page page = page(next.get());
                for (ArchivedSample sample : page.samples()) {
                    if (!sink.accept(series, sample)) {
                        return;
                    }
                }
                next = page.rest();
            }
        }
    }

    List<Archive.Digest> digests(Collection<Series> wanted, TimeRange range, long bucket) {
        if (bucket < 1) {
            throw new IllegalArgumentException("a bucket must be 1 tick or more, not " + bucket);
        }
        List<Archive.Digest> digests = new ArrayList<>();
        for (Series series : new TreeSet<>(wanted)) {
            catalog.find(series).ifPresent(entry -> digests.addAll(digests(entry, range, bucket)));
        }
        return digests;
    }

    private List<Archive.Digest> digests(SeriesEntry entry, TimeRange range, long bucket) {
        Buckets buckets = new Buckets(entry.series(), bucket);
        for (Partition partition : partitions.get().in(entry.series().archive(), range)) {
            store.read(view -> {
                if (!isIn(view, partition, entry)) {
                    return false;
                }
                TimeRange part = partition.range().intersect(range);
                try (SampleCursor cursor = new SampleCursor(view, partition, entry.id(), part, false)) {
                    while (cursor.next()) {
                        buckets.add(cursor.time(), cursor.hash());
                    }
                }
                return true;
            });
        }
        return buckets.end();
    }

    private List<Partition> partitions(Reading.View view, SeriesEntry entry, TimeRange range, boolean reverse)
            throws RocksDBException {
        List<Partition> found = new ArrayList<>();
        for (Partition partition : partitions.get().in(entry.series().archive(), range)) {
            if (isIn(view, partition, entry)) {
                found.add(partition);
            }
        }
        if (reverse) {
            Collections.reverse(found);
        }
        return found;
    }

    /** Whether a partition, unless it was dropped since it was looked up, can hold samples of a series. */
    private static boolean isIn(Reading.View view, Partition partition, SeriesEntry entry) {
        return entry.spans(partition.range()) && view.hasFamily(partition.family());
    }

    /** Sums up samples that come in order of time. */
    private static final class Buckets {
        private final Series series;
        private final long length;
        private final List<Archive.Digest> done = new ArrayList<>();
        private long from = -1;
        private long count;
        private long hash;

        Buckets(Series series, long length) {
            this.series = series;
            this.length = length;
        }

        void add(long time, long sampleHash) {
            if (time - time % length != from) {
                end();
                from = time - time % length;
            }
            count++;
            hash += sampleHash;
        }

        List<Archive.Digest> end() {
            if (count > 0) {
                done.add(new Archive.Digest(series, from, count, hash));
                count = 0;
                hash = 0;
            }
            return done;
        }
    }
}
