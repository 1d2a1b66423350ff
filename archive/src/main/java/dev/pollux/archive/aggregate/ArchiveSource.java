package dev.pollux.archive.aggregate;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * One series of an archive, page by page. The first page is small, as often only a bounding value is wanted, and each
 * is eight times the one before up to a limit.
 *
 * @param within where bounding values are looked for; bounds the cost for a series that has nothing near
 * @param pageLimit most samples to hold at a time
 * @param knownUntil see {@link SampleSource#knownUntil}
 */
public record ArchiveSource(Archive archive, Series series, TimeRange within, int pageLimit, long knownUntil)
        implements SampleSource {
    private static final int FIRST_PAGE = 8;
    private static final int GROWTH = 8;
    private static final int NOTES = 1000;

    @Override
    public Iterator<ArchivedSample> onward(long from) {
        return pages(new TimeRange(Math.max(Math.min(from, within.to()), within.from()), within.to()), false);
    }

    @Override
    public Iterator<ArchivedSample> backward(long before) {
        return pages(new TimeRange(within.from(), Math.max(Math.min(before, within.to()), within.from())), true);
    }

    private Iterator<ArchivedSample> pages(TimeRange range, boolean reverse) {
        return range.isEmpty()
                ? Collections.emptyIterator()
                : new Pages(new Page.Request(series, range, reverse, Math.min(FIRST_PAGE, pageLimit)));
    }

    /** All of a range, also if more stand at one instant than the archive is asked for at once. */
    @Override
    public Iterator<Annotation> annotations(TimeRange range) {
        int limit = NOTES;
        List<Annotation> found = archive.annotations(series, range, limit);
        while (found.size() == limit && limit < Integer.MAX_VALUE / GROWTH) {
            limit *= GROWTH;
            found = archive.annotations(series, range, limit);
        }
        return found.iterator();
    }

    private final class Pages implements Iterator<ArchivedSample> {
        private Optional<Page.Request> rest;
        private Iterator<ArchivedSample> page = Collections.emptyIterator();

        private Pages(Page.Request first) {
            rest = Optional.of(first);
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && rest.isPresent()) {
                Page next = archive.read(rest.get());
                page = next.samples().iterator();
                rest = next.rest().map(this::larger);
            }
            return page.hasNext();
        }

        private Page.Request larger(Page.Request next) {
            int limit = (int) Math.min((long) next.limit() * GROWTH, pageLimit);
            return new Page.Request(next.series(), next.range(), next.reverse(), limit);
        }

        @Override
        public ArchivedSample next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more samples of " + series);
            }
            return page.next();
        }
    }
}
