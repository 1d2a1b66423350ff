package dev.pollux.archive;

import java.util.List;
import java.util.Map;

/**
 * Changes that belong together: all of them become durable at once, or none. Deletions come before samples.
 *
 * @param samples to insert or overwrite, by series and time; a later one for the same key wins
 * @param deletions to remove
 * @param coverage what the archive is now complete for, or no longer
 * @param modifications what users' changes overwrote, for ReadModified
 * @param annotations of users
 * @param carriedOut up to which number the changes of a station have been carried out with this batch and those before
 */
public record Batch(
        List<Entry> samples,
        List<Deletion> deletions,
        List<CoverageChange> coverage,
        List<Modification> modifications,
        List<AnnotationChange> annotations,
        Map<String, Long> carriedOut) {
    public Batch {
        samples = List.copyOf(samples);
        deletions = List.copyOf(deletions);
        coverage = List.copyOf(coverage);
        modifications = List.copyOf(modifications);
        annotations = List.copyOf(annotations);
        carriedOut = Map.copyOf(carriedOut);
    }

    /** Without changes that have been carried out. */
    public Batch(
            List<Entry> samples,
            List<Deletion> deletions,
            List<CoverageChange> coverage,
            List<Modification> modifications,
            List<AnnotationChange> annotations) {
        this(samples, deletions, coverage, modifications, annotations, Map.of());
    }

    public static Batch of(List<Entry> samples) {
        return new Batch(samples, List.of(), List.of(), List.of(), List.of());
    }

    public static Batch of(List<Entry> samples, List<CoverageChange> coverage) {
        return new Batch(samples, List.of(), coverage, List.of(), List.of());
    }

    public static Batch deleting(List<Deletion> deletions) {
        return new Batch(List.of(), deletions, List.of(), List.of(), List.of());
    }

    /** Changes of other stations or of this one have been carried out, up to these numbers. */
    public static Batch carriedOut(Map<String, Long> upTo) {
        return new Batch(List.of(), List.of(), List.of(), List.of(), List.of(), upTo);
    }

    /** The same with other samples. */
    public Batch withSamples(List<Entry> others) {
        return new Batch(others, deletions, coverage, modifications, annotations, carriedOut);
    }

    /** The same with other coverage. */
    public Batch withCoverage(List<CoverageChange> other) {
        return new Batch(samples, deletions, other, modifications, annotations, carriedOut);
    }

    /** One sample of one series. */
    public record Entry(Series series, ArchivedSample sample) {}

    /** All samples of a series in a range. */
    public record Deletion(Series series, TimeRange range) {}

    /**
     * The archive became complete (or turned out not to be complete) for what comes from a device.
     *
     * @param device name of a device of the project
     * @param complete false takes the range away again, as after a defect that was noticed late
     */
    public record CoverageChange(String device, TimeRange range, boolean complete) {}

    /** An annotation to keep, or to remove if it is there. */
    public record AnnotationChange(Series series, Annotation annotation, boolean keep) {}
}
