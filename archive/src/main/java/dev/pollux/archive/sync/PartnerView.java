package dev.pollux.archive.sync;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.coverage.Coverage;
import java.util.Optional;

/** The partner's archive as this station sees it at present. Safe for use by any threads; answers at once. */
public interface PartnerView {
    /** To read from; empty while the partner cannot be reached. */
    Optional<PartnerArchive> archive();

    /** What the partner's archive was complete for when it was last asked. */
    Coverage coverage();

    /**
     * The times for which coverage is settled: from the earliest that is to be looked for at the partner to now, less
     * the time that archiving may lag behind.
     */
    TimeRange known();

    /** Told when the partner did not answer after all, so that not every read waits for it again. */
    void failed(ArchiveException reason);
}
