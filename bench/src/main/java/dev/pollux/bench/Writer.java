package dev.pollux.bench;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.WriteMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Appends batches without waiting for each, and then for all: what counts as written is durable. */
final class Writer {
    private final Archive archive;
    private final Latency latency = new Latency();
    private final Deque<CompletableFuture<AppendResult>> open = new ArrayDeque<>();
    private long stored;

    Writer(Archive archive) {
        this.archive = archive;
    }

    void append(Batch batch, WriteMode mode) {
        long begin = System.nanoTime();
        CompletableFuture<AppendResult> durable = archive.append(batch, mode);
        open.add(durable.whenComplete((result, failure) -> latency.add(System.nanoTime() - begin)));
        while (!open.isEmpty() && open.element().isDone()) {
            take();
        }
    }

    /** Waits until all is durable. */
    Writer await() {
        while (!open.isEmpty()) {
            take();
        }
        return this;
    }

    private void take() {
        AppendResult result = open.remove().join();
        if (!result.rejected().isEmpty()) {
            throw new IllegalStateException(
                    "the archive refused " + result.rejected().get(0));
        }
        stored += result.stored();
    }

    long stored() {
        return stored;
    }

    Latency latency() {
        return latency;
    }
}
