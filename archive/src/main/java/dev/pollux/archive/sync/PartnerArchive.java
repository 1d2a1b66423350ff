package dev.pollux.archive.sync;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.coverage.Coverage;
import java.util.List;
import java.util.Optional;

/**
 * The archive of the other station, to read from. Safe for use by any threads. Every method throws {@link
 * dev.pollux.archive.ArchiveException} where the partner cannot be reached or does not understand.
 */
public interface PartnerArchive {
    /** What the partner's archive is complete for. */
    Coverage coverage();

    /** Some of the samples that were asked for. May give fewer than the limit; the rest of the answer tells. */
    Slice read(SliceRequest request);

    /**
     * The value of each series that holds at an instant: the sample at or before it.
     *
     * @return in the order of the series; empty where there is none
     */
    List<Optional<ArchivedSample>> valuesAt(List<Series> series, long time);
}
