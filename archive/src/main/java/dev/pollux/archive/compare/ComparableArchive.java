package dev.pollux.archive.compare;

import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.sync.PartnerArchive;
import java.util.List;

/** An archive that can be compared with another. Methods fail as those of {@link PartnerArchive} do. */
public interface ComparableArchive extends PartnerArchive {
    /** The tags that are archived. */
    List<KeptTag> tags();

    /**
     * The samples of some series in short, as one span; series without samples are left out.
     *
     * @param series at most {@link dev.pollux.archive.sync.SliceRequest#SERIES_MAX}
     */
    List<BucketDigest> digests(List<Series> series, TimeRange range);
}
