package dev.pollux.archive.longterm;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.aggregate.Intervals;
import dev.pollux.archive.aggregate.ReducedSamples;
import dev.pollux.archive.aggregate.Run;
import dev.pollux.archive.aggregate.SampleSource;
import dev.pollux.archive.longterm.ReadPlan.Piece;
import dev.pollux.archive.longterm.RunBucket.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a tag for certain intervals: from its long-term archives where these say the same, else as they were
 * captured; where those are forgotten, what the long-term archives kept of them. What aggregates come to is the same as
 * from the captured values but for the rounding of sums, as long as these are there.
 */
public final class LongTermSource implements SampleSource {
    private static final int PAGE = 5_000;
    private static final int PAGE_BACKWARD = 4;

    private final SampleSource raw;
    private final Function<Page.Request, Page> pages;
    private final List<Level> levels;
    private final Intervals intervals;
    private final long rawFrom;

    /**
     * Reads nothing yet.
     *
     * @param raw the captured samples
     * @param pages reads a page of the levels' series
     * @param levels finest first; empty to read captured samples only
     * @param intervals that will be measured
     * @param rawFrom there are no captured samples before this instant
     */
    public LongTermSource(
            SampleSource raw,
            Function<Page.Request, Page> pages,
            List<Level> levels,
            Intervals intervals,
            long rawFrom) {
        this.raw = raw;
        this.pages = pages;
        this.levels = List.copyOf(levels);
        this.intervals = intervals;
        this.rawFrom = rawFrom;
    }

    @Override
    public Iterator<ArchivedSample> measured(long from) {
        return new Reading(new ReadPlan(intervals, levels, rawFrom, from), false);
    }

    @Override
    public Iterator<ArchivedSample> onward(long from) {
        TimeRange range = new TimeRange(Math.min(from, Ticks.MAX), Ticks.MAX);
        return new Reading(samples(range).iterator(), false);
    }

    @Override
    public Iterator<ArchivedSample> backward(long before) {
        List<Piece> pieces = new ArrayList<>(samples(new TimeRange(Ticks.MIN, Math.max(Ticks.MIN, before))));
        Collections.reverse(pieces);
        return new Reading(pieces.iterator(), true);
    }

    private List<Piece> samples(TimeRange range) {
        return ReadPlan.samples(range, levels, rawFrom);
    }

    @Override
    public Iterator<Annotation> annotations(TimeRange range) {
        return raw.annotations(range);
    }

    @Override
    public long knownUntil() {
        return raw.knownUntil();
    }

    /** Gives parts of what is read, each in order; an empty one where only the stack has grown, null at the end. */
    @FunctionalInterface
    private interface Parts {
        @Nullable
        Iterator<ArchivedSample> next();
    }

    /** Reads pieces; a piece of buckets may come to further pieces, where one of them is ragged. */
    private final class Reading implements ReducedSamples {
        private final boolean reverse;
        private final Deque<Parts> parts = new ArrayDeque<>();
        private Iterator<ArchivedSample> part = Collections.emptyIterator();
        private @Nullable Run run;

        private Reading(Iterator<Piece> pieces, boolean reverse) {
            this.reverse = reverse;
            parts.push(of(pieces));
        }

        @Override
        public boolean hasNext() {
            while (!part.hasNext() && !parts.isEmpty()) {
                Iterator<ArchivedSample> next = parts.element().next();
                if (next == null) {
                    parts.remove();
                } else {
                    part = next;
                }
            }
            return part.hasNext();
        }

        @Override
        public ArchivedSample next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more samples");
            }
            run = null;
            return part.next();
        }

        @Override
        @Nullable
        public Run run() {
            return run;
        }

        private Parts of(Iterator<Piece> pieces) {
            return () -> {
                if (!pieces.hasNext()) {
                    return null;
                }
                Piece piece = pieces.next();
                if (piece.level() == ReadPlan.RAW) {
                    return captured(piece.range());
                }
                parts.push(of(piece));
                return Collections.emptyIterator();
            };
        }

        private Iterator<ArchivedSample> captured(TimeRange range) {
            if (range.to() == Ticks.MAX && !reverse) {
                return raw.onward(range.from());
            }
            return reverse
                    ? new Until(raw.backward(range.to()), range.from(), Ticks.MAX)
                    : new Until(raw.within(range), Ticks.MIN, range.to());
        }

        private Parts of(Piece piece) {
            Level level = levels.get(piece.level());
            Buckets buckets = new Buckets(level, Level.around(piece.range(), level.interval()), reverse);
            return () -> {
                ArchivedSample found = buckets.next();
                if (found == null) {
                    return null;
                }
                RunBucket bucket = RunCodec.decode(found.time(), found.value());
                if (piece.cut()) {
                    return few(piece.range(), bucket);
                }
                if (bucket.ragged()) {
                    TimeRange range = new TimeRange(found.time(), found.time() + level.interval());
                    parts.push(of(ReadPlan.of(range, levels.subList(0, piece.level()), rawFrom)
                            .iterator()));
                    return Collections.emptyIterator();
                }
                return stepping(bucket.steps().iterator());
            };
        }

        private Iterator<ArchivedSample> few(TimeRange range, RunBucket bucket) {
            List<ArchivedSample> few = new ArrayList<>(bucket.few());
            few.removeIf(sample -> !range.contains(sample.time()));
            if (reverse) {
                Collections.reverse(few);
            }
            return few.iterator();
        }

        private Iterator<ArchivedSample> stepping(Iterator<Step> steps) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return steps.hasNext();
                }

                @Override
                public ArchivedSample next() {
                    Step step = steps.next();
                    run = step.run();
                    return step.sample();
                }
            };
        }
    }

    /** Buckets of a series, page by page. */
    private final class Buckets {
        private Optional<Page.Request> rest;
        private Iterator<ArchivedSample> page = Collections.emptyIterator();

        private Buckets(Level level, TimeRange range, boolean reverse) {
            long count = (range.to() - range.from()) / level.interval();
            // Backwards it is one bounding value that is looked for.
            int limit = (int) Math.max(1, Math.min(count, reverse ? PAGE_BACKWARD : PAGE));
            rest = Optional.of(new Page.Request(level.runs(), range, reverse, limit));
        }

        @Nullable
        ArchivedSample next() {
            while (!page.hasNext() && rest.isPresent()) {
                Page read = pages.apply(rest.get());
                page = read.samples().iterator();
                rest = read.rest();
            }
            return page.hasNext() ? page.next() : null;
        }
    }

    /** Samples up to the first that lies outside. */
    private static final class Until implements Iterator<ArchivedSample> {
        private final Iterator<ArchivedSample> samples;
        private final long from;
        private final long to;
        private @Nullable ArchivedSample next;

        private Until(Iterator<ArchivedSample> samples, long from, long to) {
            this.samples = samples;
            this.from = from;
            this.to = to;
            advance();
        }

        private void advance() {
            ArchivedSample sample = samples.hasNext() ? samples.next() : null;
            next = sample == null || sample.time() < from || sample.time() >= to ? null : sample;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public ArchivedSample next() {
            ArchivedSample sample = next;
            if (sample == null) {
                throw new NoSuchElementException("no more samples");
            }
            advance();
            return sample;
        }
    }
}
