package dev.pollux.server.change;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.Batch;
import dev.pollux.archive.PassingArchive;
import dev.pollux.archive.WriteMode;
import java.util.concurrent.CompletableFuture;

/** An archive whose users' corrections go to the other stations too. Everything else is the archive's own. */
public final class EditedArchive extends PassingArchive {
    private final Archive archive;
    private final ChangeJournal journal;

    /** Around {@code archive}, which is closed with this. */
    public EditedArchive(Archive archive, ChangeJournal journal) {
        super(archive);
        this.archive = archive;
        this.journal = journal;
    }

    @Override
    public Archive once() {
        return archive.once();
    }

    @Override
    public CompletableFuture<AppendResult> append(Batch batch, WriteMode mode) {
        if (batch.modifications().isEmpty() && batch.annotations().isEmpty()) {
            return super.append(batch, mode);
        }
        try {
            return journal.edit(batch, archive, mode);
        } catch (ArchiveException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}
