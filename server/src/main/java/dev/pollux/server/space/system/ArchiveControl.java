package dev.pollux.server.space.system;

import dev.pollux.server.tag.Quality;

/** Begins maintenance of the archive. The methods return at once. */
public interface ArchiveControl {
    /**
     * What became of a wish.
     *
     * @param quality Good if the work has begun
     * @param message what was begun, or why not
     */
    record Answer(Quality quality, String message) {}

    /** Gives unused space back to the disk. */
    Answer compact(String user);

    /**
     * Copies the archive while it runs.
     *
     * @param directory on the station's machine, new or empty; relative to the data directory
     */
    Answer backup(String directory, String user);
}
