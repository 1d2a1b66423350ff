package dev.pollux.archive;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;

/**
 * The archive of one station. Safe for use by any threads. Instants are {@link Ticks}, ranges are half-open.
 *
 * <p>Reads see every batch whose future has completed. All methods throw {@link ArchiveException} where the store
 * cannot do its work (disk full, database not reachable); what was acknowledged before stays.
 */
public interface Archive extends AutoCloseable {
    /**
     * Stores a batch; returns at once. Idempotent: the same batch again changes nothing.
     *
     * @return completes when everything is durable: against a crash of the process always, against a failure of power
     *     within the group-commit interval of the adapter. Completes exceptionally with an {@link ArchiveException}
     *     if nothing of it was stored. Where too much is waiting already, it is the call that waits: the caller is
     *     slowed down, memory stays bounded
     */
    CompletableFuture<AppendResult> append(Batch batch, WriteMode mode);

    /** Samples of one series in order of time. */
    Page read(Page.Request request);

    /**
     * For what ranges {@link #read} gives another archive's samples too, or would if it could: what was computed from
     * this one's says nothing of them.
     *
     * @param within where to look
     */
    default List<TimeRange> borrowed(Series series, TimeRange within) {
        return List.of();
    }

    /** The same archive for the reads of one request: what all of them need to know is found out once. */
    default Archive once() {
        return this;
    }

    /**
     * The nearest sample at or before, or at or after an instant.
     *
     * @param within where to look; bounds the cost for a series that has nothing near
     */
    Optional<ArchivedSample> bound(Series series, long time, Side side, TimeRange within);

    /** On which side of an instant to look. */
    enum Side {
        AT_OR_BEFORE,
        AT_OR_AFTER
    }

    /**
     * All samples of many series, series by series in their natural order, each in order of time.
     *
     * @param sink is called for each sample and ends the scan by returning false
     */
    void scan(Collection<Series> series, TimeRange range, Sink sink);

    /** Takes samples. */
    @FunctionalInterface
    interface Sink {
        /** Returns whether more is wanted. */
        boolean accept(Series series, ArchivedSample sample);
    }

    /**
     * Number of samples and hash of their contents for each series and bucket of time; empty buckets are left out. Two
     * archives with {@link Capabilities#contentDigest()} that hold the same samples give the same digests.
     *
     * @param bucket length of a bucket in ticks; buckets are aligned to tick 0
     */
    List<Digest> digests(Collection<Series> series, TimeRange range, long bucket);

    /**
     * A bucket's contents in short.
     *
     * @param from where the bucket begins
     * @param hash of times, values, status codes and server times; only compared for equality
     */
    record Digest(Series series, long from, long count, long hash) {}

    /** Every series that ever had a sample and has not been forgotten by retention. */
    SortedSet<Series> series();

    /** For each device the ranges for which this archive is complete, in order, none touching the next. */
    Map<String, List<TimeRange>> coverage();

    /**
     * Up to which number the changes of each station have been carried out here, as {@link Batch#carriedOut} has said.
     * A restored archive says what it said when it was backed up, so what people changed since is carried out again.
     */
    Map<String, Long> carriedOut();

    /** What users' changes overwrote, in order of time, then of modification time; at most {@code limit}. */
    List<Modification> modifications(Series series, TimeRange range, int limit);

    /** Remarks in order of time, then of annotation time; at most {@code limit}. */
    List<Annotation> annotations(Series series, TimeRange range, int limit);

    /**
     * Forgets everything of one archive before an instant. May keep up to one partition more.
     *
     * @param archive {@link Series#VALUES} or the name of a long-term archive
     */
    void forget(String archive, long before);

    /** Gives space that is no longer used back to the disk, as far as the store can. Takes as long as it takes. */
    void compact();

    /**
     * Copies the archive, as it is now, into a directory that does not exist or is empty, while it goes on running.
     *
     * @throws ArchiveException also if {@link Capabilities#backup()} is false
     */
    void backup(Path directory);

    ArchiveStats stats();

    /** Whether the stop before this start was not announced; what had to be checked was found sound. */
    default boolean afterUncleanStop() {
        return false;
    }

    Capabilities capabilities();

    /**
     * What this archive can do.
     *
     * @param contentDigest the hash of a digest covers contents bit for bit
     * @param backup {@link #backup} works
     * @param times what times can be stored
     */
    record Capabilities(boolean contentDigest, boolean backup, TimeRange times) {}

    /** Stores what was appended, then ends. Appending afterwards fails. */
    @Override
    void close();
}
