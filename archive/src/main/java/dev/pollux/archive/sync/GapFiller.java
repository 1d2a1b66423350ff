package dev.pollux.archive.sync;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.sync.GapRules.Piece;
import dev.pollux.archive.sync.Replacement.Part;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Copies pieces of gaps from the partner's archive into the own one. In a gap the partner was complete and this
 * station was not, so there the partner's account stands ({@link Replacement}). Copying is idempotent, and a
 * piece joins the own coverage after all of its samples and edges: whenever this is interrupted, the next attempt
 * begins the piece again and ends with the same archive. While batches are being stored the next page is read. Used
 * by one thread.
 */
public final class GapFiller {
    private static final int SERIES_AT_ONCE = 1_000;
    private static final int SAMPLES_AT_ONCE = 20_000;
    private static final Duration WAIT = Duration.ofSeconds(60);

    /** Batches that are being stored; bounds memory, and lets the store share a sync between them. */
    private static final int STORING_MAX = 8;

    /** What is archived of each device. */
    @FunctionalInterface
    public interface Tags {
        /** The archived series of a device. */
        List<Series> of(String device);

        /** Whether a value of a series holds until the next one; otherwise a straight line leads there. */
        default boolean stepped(Series series) {
            return true;
        }
    }

    private final GuardedArchive own;
    private final PartnerArchive partner;
    private final Tags tags;
    private final IntConsumer copied;
    private final Deque<CompletableFuture<?>> storing = new ArrayDeque<>();

    /**
     * Fills gaps of one archive from one partner.
     *
     * @param own through which users' changes go too
     * @param tags what is archived
     * @param copied told of the number of samples after each page; may wait, to keep to a rate, and may throw {@link
     *     CancellationException} to interrupt
     */
    public GapFiller(GuardedArchive own, PartnerArchive partner, Tags tags, IntConsumer copied) {
        this.own = own;
        this.partner = partner;
        this.tags = tags;
        this.copied = copied;
    }

    /**
     * Fills one piece; afterwards the own coverage contains it.
     *
     * @throws ArchiveException if the partner cannot be reached or an archive cannot work
     * @throws InterruptedException if the thread is interrupted
     */
    public void fill(Piece piece) throws InterruptedException {
        try {
            begin(piece);
        } finally {
            // Whatever else happens, nothing is stored any more once this returns.
            finish();
        }
    }

    /**
     * Reads one piece and gives it to the store; it is filled after {@link #finish} at the latest. So the next
     * one can be read while the store still writes.
     *
     * @throws ArchiveException if the partner cannot be reached or an archive cannot work, also with a piece before
     * @throws InterruptedException if the thread is interrupted
     */
    public void begin(Piece piece) throws InterruptedException {
        // What users change from here on, or have changed and is not stored yet, is not seen by what follows.
        try (GuardedArchive.Filling filling = own.filling()) {
            begin(piece, filling);
        }
    }

    private void begin(Piece piece, GuardedArchive.Filling filling) throws InterruptedException {
        List<CompletableFuture<?>> parts = new ArrayList<>();
        List<Series> all = tags.of(piece.device());
        for (int from = 0; from < all.size(); from += SERIES_AT_ONCE) {
            List<Series> some = all.subList(from, Math.min(all.size(), from + SERIES_AT_ONCE));
            // What the own archive shows at the beginning is looked up before anything is replaced there.
            List<Batch.Entry> edges = new ArrayList<>(piece.first() ? begins(some, piece.range()) : List.of());
            copy(some, piece.range(), filling, parts);
            edges.addAll(
                    piece.last()
                            ? ends(some, piece.range().to())
                            : marks(some, piece.range().to()));
            if (!edges.isEmpty()) {
                parts.add(store(() -> filling.append(Batch.of(edges))));
            }
        }
        Batch.CoverageChange filled = new Batch.CoverageChange(piece.device(), piece.range(), true);
        // Only once all of it is durable, or a crash would leave a claim that is not true.
        CompletableFuture<Void> whole = CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]));
        var unused = store(() ->
                whole.thenCompose(done -> own.append(Batch.of(List.of(), List.of(filled)), WriteMode.LIVE)));
    }

    /**
     * Waits until everything that was begun is durable or has failed: what is still being stored must not meet what
     * another partner gives next. Waits a minute at most.
     *
     * @throws ArchiveException the first failure, at the end
     * @throws InterruptedException if the thread is interrupted
     */
    public void finish() throws InterruptedException {
        long end = System.nanoTime() + WAIT.toNanos();
        Optional<ArchiveException> failure = Optional.empty();
        while (!storing.isEmpty()) {
            try {
                await(storing.element(), end);
            } catch (ArchiveException e) {
                failure = failure.or(() -> Optional.of(e));
            }
            var unused = storing.remove();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void copy(
            List<Series> series, TimeRange range, GuardedArchive.Filling filling, List<CompletableFuture<?>> parts)
            throws InterruptedException {
        Replacement replacement = new Replacement(own, partner, range);
        Deque<SliceRequest> open = new ArrayDeque<>();
        open.add(new SliceRequest(series, range, false, SAMPLES_AT_ONCE));
        while (!open.isEmpty()) {
            SliceRequest request = open.remove();
            Slice slice = partner.read(request);
            Batch batch = replacement.of(Part.of(request, slice));
            if (!batch.samples().isEmpty() || !batch.deletions().isEmpty()) {
                parts.add(store(() -> filling.append(batch)));
            }
            copied.accept(slice.size());
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

    // A stepped trend must be right across the edges. What held at the partner when the gap began is written there,
    // unless it has a sample then, or the own archive shows that value already, because a gap that grows was filled up
    // to here.
    private List<Batch.Entry> begins(List<Series> series, TimeRange gap) {
        long time = gap.from();
        return edges(series, time, (each, held) -> {
            if (held.time() == time || !own.modifications(each, at(time), 1).isEmpty()) {
                return false;
            }
            Optional<ArchivedSample> before = before(each, time + 1);
            return before.map(mine -> mine.time() == time
                            || mine.status() != held.status()
                            || !mine.value().equals(held.value()))
                    .orElse(true);
        });
    }

    // After the filling the own archive shows at the end what the partner shows. Only a sample at the very end lies
    // outside.
    private List<Batch.Entry> ends(List<Series> series, long time) {
        return edges(
                series,
                time,
                (each, held) -> held.time() == time
                        && before(each, time + 1)
                                .map(mine -> mine.time() < time)
                                .orElse(true));
    }

    private List<Batch.Entry> edges(List<Series> series, long time, BiPredicate<Series, ArchivedSample> wanted) {
        List<Batch.Entry> edges = new ArrayList<>();
        List<Optional<ArchivedSample>> values = partner.valuesAt(series, time);
        for (int i = 0; i < series.size(); i++) {
            Series each = series.get(i);
            values.get(i)
                    .filter(held -> held.status() != ArchivedSample.HOLE)
                    // On a straight line nothing holds: what was archived before would be wrong here.
                    .filter(held -> (held.time() == time || tags.stepped(each)) && wanted.test(each, held))
                    .ifPresent(held -> edges.add(new Batch.Entry(
                            each, new ArchivedSample(time, held.serverTime(), held.status(), held.value()))));
        }
        return edges;
    }

    // The partner ended there while this station was away: after that nobody knows, and the own archive must say so
    // too.
    private List<Batch.Entry> marks(List<Series> series, long time) {
        List<Batch.Entry> marks = new ArrayList<>();
        List<Optional<ArchivedSample>> values = partner.valuesAt(series, time);
        for (int i = 0; i < series.size(); i++) {
            Series each = series.get(i);
            values.get(i)
                    .filter(held -> held.status() == ArchivedSample.HOLE && held.time() == time)
                    .filter(mark -> before(each, time + 1)
                            .map(mine -> mine.time() < time)
                            .orElse(true))
                    .ifPresent(mark -> marks.add(new Batch.Entry(each, mark)));
        }
        return marks;
    }

    private Optional<ArchivedSample> before(Series series, long time) {
        return own.bound(series, time - 1, Archive.Side.AT_OR_BEFORE, new TimeRange(Ticks.MIN, time));
    }

    private static TimeRange at(long time) {
        return new TimeRange(time, time + 1);
    }

    private CompletableFuture<?> store(Supplier<CompletableFuture<?>> change) throws InterruptedException {
        while (storing.size() >= STORING_MAX) {
            // One that is late stays, so that finish waits for it too.
            await(storing.element(), System.nanoTime() + WAIT.toNanos());
            var unused = storing.remove();
        }
        CompletableFuture<?> stored = change.get();
        storing.add(stored);
        return stored;
    }

    private static void await(CompletableFuture<?> stored, long end) throws InterruptedException {
        try {
            var unused = stored.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ArchiveException refused) {
                throw refused;
            }
            throw new ArchiveException("the own archive does not take what the partner gave: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new ArchiveException(
                    "the own archive did not store a page of the partner's within " + WAIT.toSeconds() + " s", e);
        }
    }
}
