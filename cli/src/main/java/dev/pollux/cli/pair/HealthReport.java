package dev.pollux.cli.pair;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What one station says about its health at one moment. Immutable. */
public final class HealthReport {
    private static final String OWN = "Pollux/Health/";
    private static final List<String> NODES = List.of(
            "Overall",
            "Components",
            "SilentComponents",
            "ComponentRestarts",
            "Impairments",
            "ArchiveDiskFree",
            "LogDiskFree",
            "DataDiskFree",
            "HeapAfterCollection",
            "CollectionShare",
            "ProcessorLoad",
            "ClockOffset",
            "ArchiveBacklog",
            "Isolated",
            "ProcessRestarts");

    private final StationObject object;

    private HealthReport(StationObject object) {
        this.object = object;
    }

    /**
     * Asks a station.
     *
     * @throws CommandFailure if it does not answer, or is not a Pollux station
     */
    public static HealthReport read(StationSession session) {
        return new HealthReport(StationObject.read(session, OWN, NODES));
    }

    /**
     * From values that are known already.
     *
     * @param values by the last part of the node's name, e.g. {@code Overall}
     */
    public static HealthReport of(String url, Map<String, Object> values) {
        return new HealthReport(new StationObject(url, values));
    }

    /** The address under which it answered. */
    public String url() {
        return object.url();
    }

    /** Name of the station. */
    public String station() {
        return object.station();
    }

    /** {@code healthy}, or what is wrong. */
    public String overall() {
        return object.value("Overall") instanceof String text ? ValueText.oneLine(text) : "?";
    }

    /** Whether nothing is wrong. */
    public boolean healthy() {
        return overall().equals("healthy");
    }

    /** All monitored components, a line each. */
    public List<String> components() {
        return object.lines("Components");
    }

    /** What lowers ServiceLevel, a line each. */
    public List<String> impairments() {
        return object.lines("Impairments");
    }

    /** A number; empty where the station could not measure it. */
    public OptionalDouble number(String name) {
        return object.value(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** Whether clients are sent away. */
    public boolean isolated() {
        return Boolean.TRUE.equals(object.value("Isolated"));
    }

    /** All for JSON; what the station did not tell is null. */
    public Map<String, @Nullable Object> json() {
        return object.json(NODES);
    }
}
