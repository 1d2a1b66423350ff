package dev.pollux.server.archiving;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Batch.CoverageChange;
import dev.pollux.archive.WriteMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings batches into the archive: a few at a time, each again and again until it is durable. Nothing is given up here;
 * a store that refuses holds the recording thread back, and then the hand-over fills. Owned by the recording thread.
 */
final class BatchWriter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
    private static final int IN_FLIGHT_MAX = 8;
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    private record Flight(Batch batch, CompletableFuture<AppendResult> result) {}

    private final Archive archive;
    private final Trust trust;
    // So that coverage is not taken back between looking at trust and appending.
    private final Object order = new Object();
    private final Deque<Flight> flights = new ArrayDeque<>();
    private Duration pause = PAUSE_MIN;
    private long retryAt;
    // Read by those who ask for the state.
    private volatile @Nullable String fault;
    private final AtomicLong rejected = new AtomicLong();

    /** @param trust what the archive may still be called complete for */
    BatchWriter(Archive archive, Trust trust) {
        this.archive = archive;
        this.trust = trust;
    }

    /** Whether another batch can be submitted now. */
    boolean ready() {
        return fault == null && flights.size() < IN_FLIGHT_MAX;
    }

    /** Whether everything that was submitted is durable. */
    boolean idle() {
        return flights.isEmpty();
    }

    void submit(Batch batch) {
        flights.addLast(send(batch, WriteMode.LIVE));
    }

    /**
     * Looks after the oldest batch.
     *
     * @param nanos how long to wait for it
     */
    void tend(long nanos) throws InterruptedException {
        Flight first = flights.peekFirst();
        if (first == null) {
            return;
        }
        if (fault != null && first.result().isCompletedExceptionally() && System.nanoTime() - retryAt < 0) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(nanos, retryAt - System.nanoTime())));
            return;
        }
        if (first.result().isCompletedExceptionally() && fault != null) {
            flights.removeFirst();
            // Those behind it may be stored already: the later one of equal times must stand.
            first = send(first.batch(), WriteMode.MERGE);
            flights.addFirst(first);
        }
        try {
            AppendResult result = first.result().get(nanos, TimeUnit.NANOSECONDS);
            flights.removeFirst();
            succeeded(result);
        } catch (TimeoutException later) {
            // Still on its way.
        } catch (ExecutionException failed) {
            failed(failed.getCause() == null ? failed : failed.getCause());
        }
    }

    private Flight send(Batch batch, WriteMode mode) {
        try {
            synchronized (order) {
                return new Flight(batch, archive.append(trust.only(batch), mode));
            }
        } catch (ArchiveException refused) {
            return new Flight(batch, CompletableFuture.failedFuture(refused));
        }
    }

    /** Appends that some coverage is not true; waits until that is durable. From any thread. */
    void takeBack(List<CoverageChange> changes) {
        CompletableFuture<AppendResult> done;
        synchronized (order) {
            done = archive.append(Batch.of(List.of(), changes), WriteMode.LIVE);
        }
        done.join();
    }

    private void succeeded(AppendResult result) {
        if (fault != null) {
            LOG.info("the archive stores again");
            fault = null;
            pause = PAUSE_MIN;
        }
        if (!result.rejected().isEmpty()) {
            AppendResult.Rejection one = result.rejected().get(0);
            LOG.warn(
                    "{} samples cannot be archived, for example {} at {}: {}",
                    result.rejected().size(),
                    one.entry().series().name(),
                    dev.pollux.archive.Ticks.toInstant(one.entry().sample().time()),
                    one.reason());
            rejected.addAndGet(result.rejected().size());
        }
    }

    private void failed(Throwable cause) {
        Throwable real = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        if (!(real instanceof ArchiveException)) {
            throw new IllegalStateException("the archive broke: " + real, real);
        }
        String message = String.valueOf(real.getMessage());
        if (!message.equals(fault)) {
            LOG.error("the archive does not store, it is tried again: {}", message);
        }
        fault = message;
        retryAt = System.nanoTime() + pause.toNanos();
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }

    /** Why nothing can be stored at present. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Samples that the archive can never hold. */
    long rejected() {
        return rejected.get();
    }

    /** Samples in batches that are not durable. */
    long unstored() {
        return flights.stream().mapToLong(each -> each.batch().samples().size()).sum();
    }
}
