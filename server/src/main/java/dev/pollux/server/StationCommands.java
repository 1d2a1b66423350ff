package dev.pollux.server;

import dev.pollux.server.redundancy.CommandRules.Grounds;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.source.Acquisition;
import dev.pollux.server.space.TagWriter;
import dev.pollux.server.tag.Quality;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What clients want of devices, behind the fence: a write is stamped with the term when it is taken, and refused with
 * Bad_InvalidState if this station may not command then, or any more when the request is about to go out.
 */
final class StationCommands implements TagWriter {
    /** After a pause of the whole process the loop decides within moments; it has the first word. */
    private static final Duration DECISION_WAIT = Duration.ofMillis(100);

    private static final Duration LOOK = Duration.ofMillis(2);

    private final Supplier<RedundancyLoop> loop;
    private final Acquisition acquisition;
    /** The decision after which none came while somebody waited. */
    private volatile Duration waitedInVain = Duration.ofSeconds(-1);

    StationCommands(Supplier<RedundancyLoop> loop, Acquisition acquisition) {
        this.loop = loop;
        this.acquisition = acquisition;
    }

    @Override
    public CompletionStage<Quality> write(int tag, Object value) {
        awaitDecision();
        return loop.get()
                .grounds()
                .map(taken -> acquisition.write(tag, value, () -> hold(taken)))
                .orElseGet(() -> CompletableFuture.completedFuture(Quality.BAD_INVALID_STATE));
    }

    private boolean hold(Grounds taken) {
        awaitDecision();
        return loop.get().hold(taken);
    }

    /** Waits, but not long, and once: a decision that is old is followed by one that tells, unless the loop hangs. */
    private void awaitDecision() {
        Duration decided = loop.get().decided();
        if (decided.equals(waitedInVain)) {
            return;
        }
        long start = System.nanoTime();
        while (!loop.get().fresh() && System.nanoTime() - start < DECISION_WAIT.toNanos()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        if (!loop.get().fresh()) {
            waitedInVain = decided;
        }
    }
}
