package dev.pollux.archive.influx;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Batch.Deletion;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.influx.Delivery.Item;
import dev.pollux.archive.rocks.RocksStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that carries the queue to the database, segment by segment. A segment leaves the queue when all of it
 * is done; after a crash it is carried out again from its beginning.
 */
final class Sender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int STATEMENTS = 50;
    private static final int TRIM_EVERY = 64;

    private final InfluxConfig config;
    private final RocksStore store;
    private final Queue queue;
    private final SeriesNames names;
    private final InfluxConnection connection;
    private final StoredSamples stored;
    private final SendState state = new SendState();
    private final Delivery delivery;
    private final Thread thread = new Thread(this::run, "pollux-influx-sender");

    /** Guards the two below: others set them, the sender waits for them. */
    private final Object lock = new Object();

    private boolean closed;
    private boolean woken;

    /** What is being sent; 0 for nothing. Only the sender uses it. */
    private long current;

    /** The last that was carried out. Only the sender uses it. */
    private long done;

    /** The last removal of what was carried out. Only the sender uses it. */
    private CompletableFuture<Boolean> removal = CompletableFuture.completedFuture(true);

    Sender(RocksStore store, Queue queue, SeriesNames names, StoredSamples stored, Delivery.Target target) {
        this.config = target.config();
        this.store = store;
        this.queue = queue;
        this.names = names;
        this.connection = target.connection();
        this.stored = stored;
        this.delivery = new Delivery(target, stored, state, this::pause);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    SendState state() {
        return state;
    }

    long refused() {
        return delivery.refused();
    }

    /** Something was queued. */
    void wake() {
        synchronized (lock) {
            woken = true;
            lock.notifyAll();
        }
    }

    /** Waits until a segment is carried out, but not for a database that does not take anything. */
    void awaitDone(long number, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (lock) {
            try {
                while (!closed
                        && queue.contains(number)
                        && state.lastError().isEmpty()
                        && System.nanoTime() < deadline) {
                    lock.wait(10);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                step();
            } catch (ArchiveException e) {
                // The queue's own disk: it says so itself; the database is not at fault.
                LOG.warn("{}; sending goes on when it can be read again", e.getMessage());
                await(Duration.ofSeconds(1), false);
            } catch (RuntimeException e) {
                LOG.error("a defect stops the sending of segment {}; it is tried again", current, e);
                await(Duration.ofSeconds(10), false);
            }
        }
    }

    private void step() {
        Optional<Segment> next = queue.next(done);
        if (next.isEmpty() && queue.hasAfter(done)) {
            join(store.commit(
                    writing -> {
                        queue.seal(writing);
                        return true;
                    },
                    0));
            next = queue.next(done);
        }
        if (next.isEmpty()) {
            if (removal.isCompletedExceptionally()) {
                remove();
            }
            await(Duration.ofSeconds(10), true);
            return;
        }
        Segment segment = next.get();
        current = segment.number();
        boolean complete = segment.isOperation() ? operate(segment) : send(segment);
        current = 0;
        if (complete) {
            done = segment.number();
            remove();
            if (done % TRIM_EVERY == 0) {
                queue.trim();
            }
        }
    }

    /** Takes what is carried out off the queue, while the next segment is on its way already. */
    private void remove() {
        long upTo = done;
        removal = store.commit(
                writing -> {
                    queue.removeUpTo(upTo, writing);
                    return true;
                },
                0);
    }

    private boolean send(Segment segment) {
        Optional<byte[]> from = Optional.of(Queue.begin(segment));
        while (from.isPresent()) {
            List<Item> items = new ArrayList<>();
            from = queue.read(
                    segment,
                    from.get(),
                    config.batchSize(),
                    (series, queued) -> items.add(new Item(names.of(series), queued)));
            if (!delivery.deliver(items)) {
                return false;
            }
        }
        return true;
    }

    private boolean operate(Segment segment) {
        if (!segment.forgotten().isEmpty()) {
            return forget(segment);
        }
        List<Deletion> deletions = segment.deletions();
        Set<String> archives =
                deletions.stream().map(deletion -> deletion.series().archive()).collect(Collectors.toSet());
        for (String archive : archives) {
            List<String> statements = deletions.stream()
                    .filter(deletion -> deletion.series().archive().equals(archive))
                    .flatMap(deletion -> statement(deletion).stream())
                    .toList();
            for (int i = 0; i < statements.size(); i += STATEMENTS) {
                String some = String.join("; ", statements.subList(i, Math.min(i + STATEMENTS, statements.size())));
                if (!delete(archive, some)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Optional<String> statement(Deletion deletion) {
        TimeRange range = deletion.range().intersect(InfluxTime.STORABLE);
        Series series = deletion.series();
        return range.isEmpty()
                ? Optional.empty()
                : Optional.of(InfluxQl.delete(config.measurementOf(series.archive()), series.name(), range));
    }

    private boolean delete(String archive, String statements) {
        return delivery.attempt(() -> {
            if (connection.version().major() >= 3) {
                LOG.error("{} is of version 3, which cannot delete: {} stays", connection.place(), statements);
                return;
            }
            try {
                connection.query(archive, statements, (id, cells) -> true);
            } catch (ArchiveException e) {
                if (!Provisioning.isMissing(e)) {
                    throw e;
                }
                // Where there is nothing, nothing need be deleted.
            }
            state.done(WriteAnswer.STORED, 0);
        });
    }

    private boolean forget(Segment segment) {
        String archive = segment.forgotten();
        TimeRange range = segment.span().intersect(InfluxTime.STORABLE);
        if (!range.isEmpty() && !delete(archive, InfluxQl.deleteBefore(config.measurementOf(archive), range.to()))) {
            return false;
        }
        Set<String> left = new HashSet<>();
        if (!delivery.attempt(() -> left.addAll(stored.names(archive)))) {
            return false;
        }
        join(store.commit(
                writing -> {
                    for (Series series : names.listed()) {
                        if (series.archive().equals(archive)
                                && !left.contains(series.name())
                                && queue.overlay(series, TimeRange.ALL, false, 1)
                                                .size()
                                        == 0) {
                            names.unlist(series, segment.number(), writing);
                        }
                    }
                    return true;
                },
                0));
        return true;
    }

    private boolean pause(WriteAnswer failure) {
        await(state.failed(failure), false);
        return !isClosed() && (current == 0 || queue.contains(current));
    }

    private void await(Duration atMost, boolean untilWoken) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (lock) {
            try {
                long left = deadline - System.nanoTime();
                while (!closed && left > 0 && !(untilWoken && woken)) {
                    lock.wait(left / 1_000_000 + 1);
                    left = deadline - System.nanoTime();
                }
                woken = false;
            } catch (InterruptedException e) {
                // Nobody but close ends it, and that does not interrupt.
                Thread.currentThread().interrupt();
                closed = true;
            }
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private static void join(CompletableFuture<?> future) {
        try {
            future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ArchiveException known) {
                throw known;
            }
            throw e;
        }
    }

    /**
     * Ends; what is not sent stays in the queue. Waits for the answer to the request that is on its way as long as the
     * sender would: one that is broken off may be carried out by the server after those of the next run.
     */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        long patience = System.nanoTime() + config.timeout().toNanos();
        while (thread.isAlive()) {
            if (interrupted || System.nanoTime() > patience) {
                connection.cancel();
            }
            try {
                thread.join(100);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
