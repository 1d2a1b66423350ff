package dev.pollux.cli.pair;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/** What one station says about its archive at one moment. Immutable. */
public final class ArchiveReport {
    private static final String OWN = "Pollux/Archive/";
    private static final String STATION = "@LocalMachineName";
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

    private final String url;
    private final Map<String, Object> values;

    private ArchiveReport(String url, Map<String, Object> values) {
        this.url = url;
        this.values = Map.copyOf(values);
    }

    /**
     * Asks a station.
     *
     * @throws CommandFailure if it does not answer, or is not a Pollux station
     */
    public static ArchiveReport read(StationSession session) {
        int index = session.names().namespaces().indexOf(NodeNames.POLLUX);
        if (index < 0) {
            throw new CommandFailure(ExitCode.FAILED, session.url() + " is not a Pollux station, but " + session.uri());
        }
        List<NodeId> nodes = new ArrayList<>(List.of(new NodeId(UShort.valueOf(index), STATION)));
        NODES.forEach(name -> nodes.add(new NodeId(UShort.valueOf(index), OWN + name)));
        List<DataValue> read = session.read(nodes);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            Object content = read.get(i).value().value();
            if (read.get(i).statusCode().isGood() && content != null) {
                values.put(i == 0 ? STATION : NODES.get(i - 1), content);
            }
        }
        return of(session.url(), values);
    }

    /**
     * From values that are known already.
     *
     * @param values by the last part of the node's name, e.g. {@code Engine}
     */
    public static ArchiveReport of(String url, Map<String, Object> values) {
        return new ArchiveReport(url, values);
    }

    /** The address under which it answered. */
    public String url() {
        return url;
    }

    /** Name of the station. */
    public String station() {
        return text(STATION);
    }

    /** Name and version of the database; empty if this station does not archive. */
    public String engine() {
        return text("Engine");
    }

    /** Whether it archives. */
    public boolean archives() {
        return !engine().isEmpty();
    }

    /** Samples made durable since start. */
    public long stored() {
        return number("StoredSamples");
    }

    /** Samples a second, lately. */
    public double rate() {
        return real("StoreRate");
    }

    /** Samples that are not durable yet. */
    public long pending() {
        return number("PendingSamples");
    }

    /** Samples that were not archived since start. */
    public long dropped() {
        return number("DroppedSamples");
    }

    /** Bytes on the station's disk. */
    public long diskBytes() {
        return number("DiskBytes");
    }

    /** Bound on that. */
    public long diskBytesMax() {
        return number("DiskBytesMax");
    }

    /** Source time of the oldest sample. */
    public Optional<Instant> oldest() {
        return values.get("Oldest") instanceof DateTime time && time.isNotNull()
                ? Optional.of(time.getJavaInstant())
                : Optional.empty();
    }

    /** Why nothing can be stored at present; empty if it can. */
    public String fault() {
        return text("Fault");
    }

    /** Samples that wait for a database elsewhere. */
    public long queueSamples() {
        return number("QueueSamples");
    }

    /** Bytes that they take. */
    public long queueBytes() {
        return number("QueueBytes");
    }

    /** Age of the oldest that waits. */
    public Duration queueLag() {
        return Duration.ofMillis(Math.round(real("QueueLag")));
    }

    /** Samples a second that the database took lately. */
    public double queueRate() {
        return real("QueueRate");
    }

    /** Samples given up because the queue was full. */
    public long queueDropped() {
        return number("QueueDropped");
    }

    /** What the database answered last; empty if it was good. */
    public String queueError() {
        return text("QueueError");
    }

    /** Spans that the archive is not complete for. */
    public long gaps() {
        return number("CoverageGaps");
    }

    /** The latest of them, a line each. */
    public List<String> gapList() {
        return ValueText.plain(values.get("CoverageGapList")) instanceof List<?> list
                ? list.stream().map(String::valueOf).map(ValueText::oneLine).toList()
                : List.of();
    }

    /** What maintenance is doing, or how the last one ended; empty if there was none. */
    public String job() {
        return text("Job");
    }

    /** All for JSON; what the station did not tell is null. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("station", station());
        json.put("url", url);
        json.put("reachable", true);
        for (String name : NODES) {
            json.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), ValueText.plain(values.get(name)));
        }
        return json;
    }

    private String text(String name) {
        return values.get(name) instanceof String text ? ValueText.oneLine(text) : "";
    }

    private long number(String name) {
        return values.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private double real(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : 0;
    }
}
