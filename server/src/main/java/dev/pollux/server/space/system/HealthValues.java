package dev.pollux.server.space.system;

import java.util.List;
import java.util.Optional;

/**
 * What a station shows about its health, at one moment.
 *
 * @param overall healthy, or what is wrong
 * @param components one line each: name, age of the last sign of life, limit
 * @param silent number of components beyond their limit
 * @param restarts how often components were started anew in the last ten minutes
 * @param impairments what lowers ServiceLevel, one line each
 * @param machine what was measured
 * @param isolated whether clients are sent away
 * @param processRestarts automatic restarts of the process that are remembered
 */
public record HealthValues(
        String overall,
        List<String> components,
        int silent,
        int restarts,
        List<String> impairments,
        Machine machine,
        boolean isolated,
        int processRestarts) {
    /** Nothing was looked at yet. */
    public static final HealthValues NONE = new HealthValues(
            "not looked at yet",
            List.of(),
            0,
            0,
            List.of(),
            new Machine(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
            false,
            0);

    public HealthValues {
        components = List.copyOf(components);
        impairments = List.copyOf(impairments);
    }

    /**
     * What was measured; empty where it could not be, or there is nothing to measure.
     *
     * @param archiveDisk free bytes of the archive's volume
     * @param logDisk free bytes of the log's volume
     * @param dataDisk free bytes of the data's volume
     * @param heap in use after garbage collection, percent
     * @param collection share of the last minute in garbage collection, percent
     * @param processor load, percent
     * @param clock offset to the partner, milliseconds, its amount
     * @param backlog of the archive, percent
     */
    public record Machine(
            Optional<Double> archiveDisk,
            Optional<Double> logDisk,
            Optional<Double> dataDisk,
            Optional<Double> heap,
            Optional<Double> collection,
            Optional<Double> processor,
            Optional<Double> clock,
            Optional<Double> backlog) {}
}
