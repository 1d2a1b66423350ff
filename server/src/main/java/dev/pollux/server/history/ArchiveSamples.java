package dev.pollux.server.history;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.aggregate.SampleSource;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a series in the archive, page by page. Bounding values are looked for without limit of time: how far
 * that goes is the archive's to bound, by what it keeps.
 */
final class ArchiveSamples implements SampleSource {
    private static final int PAGE = 10_000;
    /** Who looks for a bound mostly finds it at once. */
    private static final int FIRST_BOUNDS = 4;

    private static final int GROWTH = 8;
    private static final int ANNOTATIONS = 1_000;

    private final Archive archive;
    private final Series series;
    private final long knownUntil;
    private final Runnable check;
    private Page.Origin origin = Page.Origin.OWN;

    /**
     * Of one series.
     *
     * @param knownUntil see {@link SampleSource#knownUntil}
     * @param check is called before each page and ends the work by throwing
     */
    ArchiveSamples(Archive archive, Series series, long knownUntil, Runnable check) {
        this.knownUntil = knownUntil;
        this.archive = archive;
        this.series = series;
        this.check = check;
    }

    @Override
    public Iterator<ArchivedSample> backward(long before) {
        return new Pages(new TimeRange(Ticks.MIN, Math.max(before, Ticks.MIN)), true, FIRST_BOUNDS);
    }

    @Override
    public Iterator<ArchivedSample> onward(long from) {
        return new Pages(new TimeRange(Math.min(from, Ticks.MAX), Ticks.MAX), false, FIRST_BOUNDS);
    }

    @Override
    public Iterator<ArchivedSample> within(TimeRange range) {
        return new Pages(range, false, PAGE);
    }

    @Override
    public Iterator<Annotation> annotations(TimeRange range) {
        int limit = ANNOTATIONS;
        List<Annotation> found = archive.annotations(series, range, limit);
        while (found.size() == limit && limit < Integer.MAX_VALUE / GROWTH) {
            check.run();
            limit *= GROWTH;
            found = archive.annotations(series, range, limit);
        }
        return found.iterator();
    }

    @Override
    public long knownUntil() {
        return knownUntil;
    }

    /** Pages that grow: short for a look at a neighbour, long for a scan. */
    private final class Pages implements Iterator<ArchivedSample> {
        private List<ArchivedSample> page = List.of();
        private int at;
        private Page.@Nullable Request next;

        Pages(TimeRange range, boolean reverse, int first) {
            next = range.isEmpty() ? null : new Page.Request(series, range, reverse, first);
        }

        @Override
        public boolean hasNext() {
            while (at >= page.size() && next != null) {
                check.run();
                Page read = fetch(next);
                page = read.samples();
                at = 0;
                next = read.rest().map(this::longer).orElse(null);
            }
            return at < page.size();
        }

        private Page.Request longer(Page.Request rest) {
            return new Page.Request(rest.series(), rest.range(), rest.reverse(), Math.min(PAGE, GROWTH * rest.limit()));
        }

        @Override
        public ArchivedSample next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.get(at++);
        }
    }

    /** The nearest sample at or before, or at or after an instant, wherever it is. */
    Optional<ArchivedSample> bound(long time, Archive.Side side) {
        return archive.bound(series, time, side, TimeRange.ALL);
    }

    /** A page of any series, with the check before it. */
    Page page(Page.Request request) {
        check.run();
        return fetch(request);
    }

    /** One page. */
    Page read(TimeRange range, boolean reverse, int limit) {
        return fetch(new Page.Request(series, range, reverse, Math.min(limit, PAGE)));
    }

    private Page fetch(Page.Request request) {
        Page page = archive.read(request);
        origin = page.origin().compareTo(origin) > 0 ? page.origin() : origin;
        return page;
    }

    /** Where the samples of all pages so far are from. */
    Page.Origin origin() {
        return origin;
    }
}
