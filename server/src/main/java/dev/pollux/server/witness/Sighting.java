package dev.pollux.server.witness;

import java.util.Optional;

/**
 * What a quorum of the witness said at one moment.
 *
 * @param holder who has the lease; empty: nobody
 * @param term the highest on record, 0 at first
 * @param termRevision when it was recorded, by the count of the witness; 0: never
 * @param raftTerm which of the witness's own leaders has answered
 */
record Sighting(Optional<Holder> holder, long term, long termRevision, long raftTerm) {
    /**
     * A station that has the lease.
     *
     * @param station its name
     * @param lease the number of the lease; a new one each time
     */
    record Holder(String station, long lease) {}
}
