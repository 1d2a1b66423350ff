package dev.pollux.archive.rocks;

import dev.pollux.archive.ArchiveException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** A change on its way to the disk. Used by the writer only, but for the future. */
final class Pending<T> {
    private final Change<T> change;
    private final int samples;
    private final Runnable settled;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final List<Runnable> afterwards = new ArrayList<>(0);
    private @Nullable T result;

    /** @param settled is run once, just before the future completes */
    Pending(Change<T> change, int samples, Runnable settled) {
        this.change = change;
        this.samples = samples;
        this.settled = settled;
    }

    int samples() {
        return samples;
    }

    CompletableFuture<T> future() {
        return future;
    }

    void addTo(Writing writing) throws RocksDBException {
        result = change.addTo(writing);
    }

    void afterwards(Runnable then) {
        afterwards.add(then);
    }

    void fail(ArchiveException why) {
        if (!future.isDone()) {
            settled.run();
            future.completeExceptionally(why);
        }
    }

    void runAfterwards() {
        afterwards.forEach(Runnable::run);
    }

    @SuppressWarnings("NullAway") // a Change<Void> gives null
    void complete() {
        settled.run();
        future.complete(result);
    }
}
