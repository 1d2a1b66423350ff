package dev.pollux.server.archiving;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.PassingArchive;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.longterm.LateMarks;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * An archive in which every late change is marked, whoever makes it, so that long-term archives are computed again
 * there. Everything else is the archive's own.
 */
public final class LateMarkingArchive extends PassingArchive {
    private final LateMarks late;
    private final InstantSource clock;

    /** Around {@code archive}, which is closed with this. */
    public LateMarkingArchive(Archive archive, LateMarks late, InstantSource clock) {
        super(archive);
        this.late = late;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<AppendResult> append(Batch batch, WriteMode mode) {
        Batch marked = late.mark(batch, Ticks.of(clock.instant()));
        CompletableFuture<AppendResult> result = super.append(marked, mode);
        return marked.samples().size() == batch.samples().size()
                ? result
                : result.thenApply(done -> {
                    late.stored(marked);
                    return done;
                });
    }
}
