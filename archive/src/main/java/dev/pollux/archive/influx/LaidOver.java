package dev.pollux.archive.influx;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.rocks.SampleCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads the database and lays over it what is queued. The queue is looked at first: what leaves it meanwhile is in the
 * database by then, and laying it over once more changes nothing.
 */
final class LaidOver {
    /** Queued samples of one series that are held in memory at once. */
    private static final int PART = 20_000;

    private final StoredSamples stored;
    private final Queue queue;

    LaidOver(StoredSamples stored, Queue queue) {
        this.stored = stored;
        this.queue = queue;
    }

    Page read(Page.Request request) {
        List<ArchivedSample> samples = new ArrayList<>();
        Optional<Page.Request> rest = Optional.of(request);
        // One more than is wanted tells whether anything follows.
        int wanted = request.limit() == Integer.MAX_VALUE ? request.limit() : request.limit() + 1;
        while (rest.isPresent() && samples.size() < wanted) {
            rest = readOn(rest.get(), wanted - samples.size(), samples);
        }
        if (samples.size() <= request.limit()) {
            return new Page(samples, Optional.empty());
        }
        samples.remove(samples.size() - 1);
        return new Page(samples, request.after(samples.get(samples.size() - 1).time()));
    }

    /** Adds at most {@code limit} samples; returns what remains to be read. */
    private Optional<Page.Request> readOn(Page.Request request, int limit, List<ArchivedSample> samples) {
        TimeRange range = request.range();
        boolean reverse = request.reverse();
        if (range.isEmpty()) {
            return Optional.empty();
        }
        int part = Math.min(limit, PART);
        Overlay overlay = queue.overlay(request.series(), range, reverse, part);
        // A part of the overlay says nothing about what follows it.
        TimeRange known = overlay.size() < part || overlay.deletes()
                ? range
                : reverse
                        ? new TimeRange(overlay.last(true), range.to())
                        : new TimeRange(range.from(), overlay.last(false) + 1);
        TimeRange asked = known;
        StoredSamples.Part found =
                holding(List.of(overlay), () -> stored.page(request.series(), asked, reverse, limit));
        if (found.end().isPresent()) {
            long last = found.end().get();
            known = reverse ? new TimeRange(last, known.to()) : new TimeRange(known.from(), last + 1);
        }
        int before = samples.size();
        for (ArchivedSample sample :
                merge(found.samples(), overlay, known, reverse).values()) {
            if (samples.size() - before == limit) {
                return request.after(samples.get(samples.size() - 1).time());
            }
            samples.add(sample);
        }
        return reverse ? request.after(known.from()) : request.after(known.to() - 1);
    }

    private static NavigableMap<Long, ArchivedSample> merge(
            List<ArchivedSample> found, Overlay overlay, TimeRange range, boolean reverse) {
        TreeMap<Long, ArchivedSample> merged = new TreeMap<>();
        overlay.within(range, false).forEach((time, queued) -> merged.put(time, queued.sample()));
        for (ArchivedSample sample : found) {
            overlay.over(sample).ifPresent(standing -> merged.put(standing.time(), standing));
        }
        return reverse ? merged.descendingMap() : merged;
    }

    Optional<ArchivedSample> bound(Series series, long time, Archive.Side side, TimeRange within) {
        boolean before = side == Archive.Side.AT_OR_BEFORE;
        long from = before ? within.from() : Math.max(within.from(), time);
        long to = before && time < within.to() ? time + 1 : within.to();
        if (from >= to) {
            return Optional.empty();
        }
        Page.Request request = new Page.Request(series, new TimeRange(from, to), before, 1);
        return read(request).samples().stream().findFirst();
    }

    void scan(Collection<Series> series, TimeRange range, Archive.Sink sink) {
        List<Series> group = new ArrayList<>();
        for (Series next : new TreeSet<>(series)) {
            if (!group.isEmpty() && !belongs(group, next)) {
                if (!scanGroup(group, range, sink)) {
                    return;
                }
                group.clear();
            }
            group.add(next);
        }
        if (!group.isEmpty()) {
            scanGroup(group, range, sink);
        }
    }

    /** Whether one statement can bring a series after those of a group, in the order of series. */
    private static boolean belongs(List<Series> group, Series next) {
        Series last = group.get(group.size() - 1);
        return group.size() < StoredSamples.GROUP
                && last.archive().equals(next.archive())
                && StoredSamples.order(last.name(), next.name()) < 0;
    }

    private boolean scanGroup(List<Series> group, TimeRange range, Archive.Sink sink) {
        Map<Series, Overlay> overlays = new TreeMap<>();
        for (Series series : group) {
            Overlay overlay = queue.overlay(series, range, false, PART);
            if (overlay.size() >= PART) {
                // Too much of it waits to be held in memory at once.
                return scanByPages(group, range, sink);
            }
            overlays.put(series, overlay);
        }
        GroupScan scan = new GroupScan(overlays, range, sink);
        String archive = group.get(0).archive();
        List<String> names = group.stream().map(Series::name).toList();
        holding(overlays.values(), () -> {
            stored.all(archive, names, range, (name, sample) -> scan.found(new Series(archive, name), sample));
            return true;
        });
        return scan.finish();
    }

    /** Reads while no merge is written, if that matters to what is laid over. */
    private <T> T holding(Collection<Overlay> overlays, Supplier<T> reading) {
        if (overlays.stream().noneMatch(Overlay::merges)) {
            return reading.get();
        }
        queue.merging().readLock().lock();
        try {
            return reading.get();
        } finally {
            queue.merging().readLock().unlock();
        }
    }

    private boolean scanByPages(List<Series> group, TimeRange range, Archive.Sink sink) {
        for (Series series : group) {
            Optional<Page.Request> rest =
                    range.isEmpty() ? Optional.empty() : Optional.of(new Page.Request(series, range, false, PART));
            while (rest.isPresent()) {
                Page page = read(rest.get());
                for (ArchivedSample sample : page.samples()) {
                    if (!sink.accept(series, sample)) {
                        return false;
                    }
                }
                rest = page.rest();
            }
        }
        return true;
    }

    List<Archive.Digest> digests(Collection<Series> series, TimeRange range, long bucket) {
        Digests digests = new Digests(bucket);
        scan(series, range, digests);
        return digests.all();
    }

    /** Adds up counts and hashes; a bucket is complete when another begins. */
    private static final class Digests implements Archive.Sink {
        private final long bucket;
        private final List<Archive.Digest> complete = new ArrayList<>();
        private Optional<Archive.Digest> current = Optional.empty();

        Digests(long bucket) {
            if (bucket <= 0) {
                throw new IllegalArgumentException("a bucket must be longer than 0 ticks, not " + bucket);
            }
            this.bucket = bucket;
        }

        @Override
        public boolean accept(Series series, ArchivedSample sample) {
            long from = sample.time() - Math.floorMod(sample.time(), bucket);
            Archive.Digest digest = current.orElse(null);
            if (digest == null || digest.from() != from || !digest.series().equals(series)) {
                current.ifPresent(complete::add);
                digest = new Archive.Digest(series, from, 0, 0);
            }
            long hash = digest.hash() + SampleCodec.hash(sample);
            current = Optional.of(new Archive.Digest(series, from, digest.count() + 1, hash));
            return true;
        }

        List<Archive.Digest> all() {
            current.ifPresent(complete::add);
            current = Optional.empty();
            return complete;
        }
    }
}
