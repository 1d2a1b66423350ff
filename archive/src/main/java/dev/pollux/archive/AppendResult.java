package dev.pollux.archive;

import java.util.List;

/**
 * What became of a batch that is now durable.
 *
 * @param stored how many of its samples are in the archive now, also those that were there before
 * @param rejected samples that this archive can never hold; the others of the batch are stored
 */
public record AppendResult(int stored, List<Rejection> rejected) {
    public AppendResult {
        rejected = List.copyOf(rejected);
    }

    /** A sample that was not stored, and why. */
    public record Rejection(Batch.Entry entry, Reason reason) {}

    /** Why a sample cannot be held. */
    public enum Reason {
        /** Older than the retention of its archive. */
        OUT_OF_RETENTION,
        /** Its time cannot be expressed by the database. */
        TIME_OUT_OF_RANGE,
        /** Larger than the archive takes. */
        TOO_LARGE
    }
}
