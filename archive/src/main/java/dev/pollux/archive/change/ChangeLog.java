package dev.pollux.archive.change;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the changes of all stations of a set. Safe for use by any threads. Every method throws
 * {@link dev.pollux.archive.ArchiveException} if the disk does not allow it or the log is closed.
 */
public interface ChangeLog extends AutoCloseable {
    /**
     * Keeps changes. When this returns, they survive a failure of power.
     *
     * @return those that were not kept already, in the order given
     */
    List<Change> append(List<Change> changes);

    /** Keeps the value of a tag that is this station's alone; other stations never hear of it. */
    void keepLocal(Change value);

    /** The latest value of an internal tag; empty if it was never set. */
    Optional<Change> tag(String name);

    /** The latest value of each internal tag, by name. */
    Map<String, Change> tags();

    /**
     * Changes of one station in the order in which it made them.
     *
     * @param sequence only those with a higher one
     * @param limit at most so many
     * @param bytesMax at most about so many bytes together; the first one is given however long it is
     */
    List<Change> after(String station, long sequence, int limit, long bytesMax);

    /**
     * For each other station the sequence up to which its changes have been here, whether they are still kept or not.
     */
    Map<String, Long> known();

    /** Up to which sequence a partner has given back the changes that it had from this station, 0 at first. */
    long returned(String partner);

    /** Remembers what a partner has given back; a failure of power may forget it. */
    void returned(String partner, long sequence);

    /** The highest sequence of a station that is kept, 0 if there is none. */
    long last(String station);

    /** A hybrid logical clock after all changes that have been here, those of the future too. */
    HybridClock clock();

    /** Whether a later correction of a value, or of a range that contains it, is known. */
    boolean superseded(Series series, long time, Stamp by);

    /** Whether a later correction of anything that a correction concerns is known. */
    boolean superseded(Batch edit, Stamp by);

    /** Whether a later change of an annotation is known. */
    boolean superseded(Series series, Annotation annotation, Stamp by);

    /**
     * Forgets old changes, a bounded number in one call. The latest value of each tag stays, and so does the
     * change that made it: a station that has lost its log gets it from here.
     *
     * @param before those made earlier, as {@link dev.pollux.archive.Ticks} of their stamp
     * @return how many were forgotten
     */
    int forget(long before);

    /** Stamps before this have been forgotten: who has asked last before that time cannot be told everything. */
    long forgottenBefore();

    @Override
    void close();
}
