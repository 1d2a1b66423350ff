package dev.pollux.server.history;

import java.util.Optional;

/** Which tags have history. Asked at every use, from any thread, so it must be quick. Answers may change. */
@FunctionalInterface
public interface HistorizedTags {
    /** No tag has history. */
    HistorizedTags NONE = tag -> Optional.empty();

    /**
     * How a tag is archived; empty if the tag has no history.
     *
     * @param tag index of the tag
     */
    Optional<HistoricalConfig> of(int tag);
}
