package dev.pollux.cli.pair;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.jspecify.annotations.Nullable;

/** What one station says about its archive at one moment. Immutable. */
public final class ArchiveReport {
    private static final String OWN = "Pollux/Archive/";
    private static final List<String> NODES = List.of(
            "Engine",
            "StoredSamples",
            "StoreRate",
            "PendingSamples",
            "DroppedSamples",
            "DiskBytes",
            "DiskBytesMax",
            "Oldest",
            "Fault",
            "QueueSamples",
            "QueueBytes",
            "QueueLag",
            "QueueRate",
            "QueueDropped",
            "QueueError",
            "CoverageGaps",
            "CoverageGapList",
            "Job");

    private final StationObject object;

    private ArchiveReport(StationObject object) {
        this.object = object;
    }

    /**
     * Asks a station.
     *
     * @throws CommandFailure if it does not answer, or is not a Pollux station
     */
    public static ArchiveReport read(StationSession session) {
        return new ArchiveReport(StationObject.read(session, OWN, NODES));
    }

    /**
     * From values that are known already.
     *
     * @param values by the last part of the node's name, e.g. {@code Engine}
     */
    public static ArchiveReport of(String url, Map<String, Object> values) {
        return new ArchiveReport(new StationObject(url, values));
    }

    /** The address under which it answered. */
    public String url() {
        return object.url();
    }

    /** Name of the station. */
    public String station() {
        return object.station();
    }

    /** Name and version of the database; empty if this station does not archive. */
    public String engine() {
        return object.text("Engine");
    }

    /** Whether it archives. */
    public boolean archives() {
        return !engine().isEmpty();
    }

    /** Samples made durable since start. */
    public long stored() {
        return object.number("StoredSamples");
    }

    /** Samples a second, lately. */
    public double rate() {
        return object.real("StoreRate");
    }

    /** Samples that are not durable yet. */
    public long pending() {
        return object.number("PendingSamples");
    }

    /** Samples that were not archived since start. */
    public long dropped() {
        return object.number("DroppedSamples");
    }

    /** Bytes on the station's disk. */
    public long diskBytes() {
        return object.number("DiskBytes");
    }

    /** Bound on that. */
    public long diskBytesMax() {
        return object.number("DiskBytesMax");
    }

    /** Source time of the oldest sample. */
    public Optional<Instant> oldest() {
        return object.value("Oldest") instanceof DateTime time && time.isNotNull()
                ? Optional.of(time.getJavaInstant())
                : Optional.empty();
    }

    /** Why nothing can be stored at present; empty if it can. */
    public String fault() {
        return object.text("Fault");
    }

    /** Samples that wait for a database elsewhere. */
    public long queueSamples() {
        return object.number("QueueSamples");
    }

    /** Bytes that they take. */
    public long queueBytes() {
        return object.number("QueueBytes");
    }

    /** Age of the oldest that waits. */
    public Duration queueLag() {
        return Duration.ofMillis(Math.round(object.real("QueueLag")));
    }

    /** Samples a second that the database took lately. */
    public double queueRate() {
        return object.real("QueueRate");
    }

    /** Samples given up because the queue was full. */
    public long queueDropped() {
        return object.number("QueueDropped");
    }

    /** What the database answered last; empty if it was good. */
    public String queueError() {
        return object.text("QueueError");
    }

    /** Spans that the archive is not complete for. */
    public long gaps() {
        return object.number("CoverageGaps");
    }

    /** The latest of them, a line each. */
    public List<String> gapList() {
        return object.lines("CoverageGapList");
    }

    /** What maintenance is doing, or how the last one ended; empty if there was none. */
    public String job() {
        return object.text("Job");
    }

    /** All for JSON; what the station did not tell is null. */
    public Map<String, @Nullable Object> json() {
        return object.json(NODES);
    }
}
