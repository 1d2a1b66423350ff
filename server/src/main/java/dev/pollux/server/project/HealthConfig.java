package dev.pollux.server.project;

import java.time.Duration;

/**
 * When a station takes itself for ill, and what it does then.
 *
 * @param silence how long each kind of component may be without a sign of life
 * @param componentRestarts how often a component is started anew within ten minutes before the station is in Fault
 * @param limits of what is measured on the machine
 * @param isolate whether a station in Fault sends its clients away while the partner leads
 * @param restart whether a station in Fault ends its process to be started anew
 */
public record HealthConfig(Silence silence, int componentRestarts, Limits limits, boolean isolate, Restart restart) {
    /** Everything as it is when the file says nothing. */
    public static final HealthConfig STANDARD = HealthKeys.standard();

    /**
     * How long a component may be without a sign of life.
     *
     * @param redundancy the thread that decides on the role
     * @param device the thread of a device
     * @param archive the thread that records
     * @param archiveJobs long-term archives, retention and the look at the archive's state
     * @param sync copying from the partner's archive
     * @param link the thread of a link to the partner
     * @param witness the thread that asks the witness
     * @param publisher the thread that shows the pair's state to clients
     * @param server threads and address space of the OPC UA server
     * @param diagnostics the threads that refresh diagnostics and measure the machine
     */
    public record Silence(
            Duration redundancy,
            Duration device,
            Duration archive,
            Duration archiveJobs,
            Duration sync,
            Duration link,
            Duration witness,
            Duration publisher,
            Duration server,
            Duration diagnostics) {}

    /**
     * Two limits on one measured quantity.
     *
     * @param warn from here on the station is less good
     * @param fault from here on it is ill
     */
    public record Limit(double warn, double fault) {}

    /**
     * Limits of what is measured.
     *
     * @param disk least free bytes of a volume
     * @param heap used heap after garbage collection, percent of its greatest size
     * @param collection share of time in garbage collection within a minute, percent
     * @param processor load of the machine's processors by this process, percent
     * @param clock offset to the partner's clock, milliseconds
     * @param backlog what waits for the archive, percent of what may wait
     */
    public record Limits(Limit disk, Limit heap, Limit collection, Limit processor, Limit clock, Limit backlog) {}

    /**
     * Automatic restart of the process.
     *
     * @param enabled whether at all
     * @param notWithin least time since the last one
     * @param count most of them within {@code period}
     * @param period see {@code count}
     * @param delay between the announcement and the end of the process
     */
    public record Restart(boolean enabled, Duration notWithin, int count, Duration period, Duration delay) {}
}
