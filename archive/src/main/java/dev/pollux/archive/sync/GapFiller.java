package dev.pollux.archive.sync;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.sync.GapRules.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Copies pieces of gaps from the partner's archive into the own one. Copying is idempotent, and a piece joins the own
 * coverage in the same batch as its edges, after all of its samples: whenever this is interrupted, the next attempt
 * begins the piece again and ends with the same archive. Used by one thread.
 */
public final class GapFiller {
    private static final int SERIES_AT_ONCE = 1_000;
    private static final int SAMPLES_AT_ONCE = 20_000;
    private static final int WAIT_SECONDS = 60;

    private final Archive own;
    private final PartnerArchive partner;
    private final Function<String, List<Series>> seriesOf;
    private final IntConsumer copied;

    /**
     * Fills gaps of one archive from one partner.
     *
     * @param seriesOf the archived series of a device
     * @param copied told of the number of samples after each page; may wait, to keep to a rate, and may throw {@link
     *     CancellationException} to interrupt
     */
    public GapFiller(Archive own, PartnerArchive partner, Function<String, List<Series>> seriesOf, IntConsumer copied) {
        this.own = own;
        this.partner = partner;
        this.seriesOf = seriesOf;
        this.copied = copied;
    }

    /**
     * Fills one piece; afterwards the own coverage contains it.
     *
     * @throws ArchiveException if the partner cannot be reached or an archive cannot work
     * @throws InterruptedException if the thread is interrupted
     */
    public void fill(Piece piece) throws InterruptedException {
        List<Series> all = seriesOf.apply(piece.device());
        for (int from = 0; from < all.size(); from += SERIES_AT_ONCE) {
            List<Series> some = all.subList(from, Math.min(all.size(), from + SERIES_AT_ONCE));
            copy(some, piece.range());
            List<Batch.Deletion> marks = marks(some, piece);
            List<Batch.Entry> edges = edges(some, piece, marks);
            if (!marks.isEmpty() || !edges.isEmpty()) {
                append(new Batch(edges, marks, List.of(), List.of(), List.of()), WriteMode.LIVE);
            }
        }
        append(
                Batch.of(List.of(), List.of(new Batch.CoverageChange(piece.device(), piece.range(), true))),
                WriteMode.LIVE);
    }

    private void copy(List<Series> series, TimeRange range) throws InterruptedException {
        Deque<SliceRequest> open = new ArrayDeque<>();
        open.add(new SliceRequest(series, range, false, SAMPLES_AT_ONCE));
        while (!open.isEmpty()) {
            SliceRequest request = open.remove();
            Slice slice = partner.read(request);
            List<Batch.Entry> entries = new ArrayList<>();
            for (Slice.Run run : slice.runs()) {
                for (ArchivedSample sample : run.samples()) {
                    // The partner's marks are about the partner's archiving, not about this one's.
                    if (sample.status() != ArchivedSample.HOLE) {
                        entries.add(new Batch.Entry(run.series(), sample));
                    }
                }
            }
            if (!entries.isEmpty()) {
                append(Batch.of(entries), WriteMode.MERGE);
            }
            copied.accept(entries.size());
            slice.next().ifPresent(next -> goOn(request, next, open));
        }
    }

    private static void goOn(SliceRequest request, Slice.Position next, Deque<SliceRequest> open) {
        List<Series> series = request.series();
        open.add(new SliceRequest(
                series.subList(next.series(), next.series() + 1), next.left(), false, request.limit()));
        List<Series> rest = series.subList(next.series() + 1, series.size());
        if (!rest.isEmpty()) {
            open.add(new SliceRequest(rest, request.range(), false, request.limit()));
        }
    }

    /** The own marks of a hole that is none any more. */
    private List<Batch.Deletion> marks(List<Series> series, Piece piece) {
        List<Batch.Deletion> marks = new ArrayList<>();
        for (Series each : series) {
            Optional<Page.Request> request = Optional.of(new Page.Request(each, piece.range(), false, SAMPLES_AT_ONCE));
            while (request.isPresent()) {
                Page page = own.read(request.get());
                for (ArchivedSample sample : page.samples()) {
                    if (sample.status() == ArchivedSample.HOLE) {
                        marks.add(new Batch.Deletion(each, new TimeRange(sample.time(), sample.time() + 1)));
                    }
                }
                request = page.rest();
            }
        }
        return marks;
    }

    // A stepped trend must be right across the edges: what held when the gap began and when it ended is written there,
    // unless there is a sample. Where the own archive shows that value already, because a gap that grows was filled up
    // to here, there is no edge.
    private List<Batch.Entry> edges(List<Series> series, Piece piece, List<Batch.Deletion> marks) {
        List<Batch.Entry> edges = new ArrayList<>();
        if (piece.first()) {
            addEdge(series, piece.range().from(), marks, edges);
        }
        if (piece.last()) {
            addEdge(series, piece.range().to(), List.of(), edges);
        }
        return edges;
    }

    private void addEdge(List<Series> series, long time, List<Batch.Deletion> marks, List<Batch.Entry> edges) {
        Set<Batch.Deletion> gone = Set.copyOf(marks);
        List<Optional<ArchivedSample>> values = partner.valuesAt(series, time);
        for (int i = 0; i < series.size(); i++) {
            Series each = series.get(i);
            Optional<ArchivedSample> value = values.get(i).filter(found -> found.status() != ArchivedSample.HOLE);
            if (value.isPresent() && !shown(each, time, value.get(), gone)) {
                ArchivedSample held = value.get();
                edges.add(new Batch.Entry(
                        each, new ArchivedSample(time, held.serverTime(), held.status(), held.value())));
            }
        }
    }

    /** Whether there is a sample at an instant, or the own archive shows this value there anyway. */
    private boolean shown(Series series, long time, ArchivedSample value, Set<Batch.Deletion> marks) {
        Optional<ArchivedSample> found =
                own.bound(series, time, Archive.Side.AT_OR_BEFORE, new TimeRange(Ticks.MIN, time + 1));
        if (found.isEmpty() || marks.contains(new Batch.Deletion(series, new TimeRange(time, time + 1)))) {
            return false;
        }
        ArchivedSample last = found.get();
        return last.time() == time
                || (last.status() == value.status() && last.value().equals(value.value()));
    }

    private void append(Batch batch, WriteMode mode) throws InterruptedException {
        try {
            own.append(batch, mode).get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ArchiveException refused) {
                throw refused;
            }
            throw new ArchiveException("the own archive does not take what the partner gave: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new ArchiveException(
                    "the own archive did not store a page of the partner's within " + WAIT_SECONDS + " s", e);
        }
    }
}
