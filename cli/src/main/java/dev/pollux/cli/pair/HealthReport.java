package dev.pollux.cli.pair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/** What one station says about its health at one moment. Immutable. */
public final class HealthReport {
    private static final String OWN = "Pollux/Health/";
    private static final String STATION = "@LocalMachineName";
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

    private final String url;
    private final Map<String, Object> values;

    private HealthReport(String url, Map<String, Object> values) {
        this.url = url;
        this.values = Map.copyOf(values);
    }

    /**
     * Asks a station.
     *
     * @throws CommandFailure if it does not answer, or is not a Pollux station
     */
    public static HealthReport read(StationSession session) {
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
     * @param values by the last part of the node's name, e.g. {@code Overall}
     */
    public static HealthReport of(String url, Map<String, Object> values) {
        return new HealthReport(url, values);
    }

    /** The address under which it answered. */
    public String url() {
        return url;
    }

    /** Name of the station. */
    public String station() {
        return values.get(STATION) instanceof String text ? ValueText.oneLine(text) : "";
    }

    /** {@code healthy}, or what is wrong. */
    public String overall() {
        return values.get("Overall") instanceof String text ? ValueText.oneLine(text) : "?";
    }

    /** Whether nothing is wrong. */
    public boolean healthy() {
        return overall().equals("healthy");
    }

    /** All monitored components, a line each. */
    public List<String> components() {
        return lines("Components");
    }

    /** What lowers ServiceLevel, a line each. */
    public List<String> impairments() {
        return lines("Impairments");
    }

    /** A number; empty where the station could not measure it. */
    public OptionalDouble number(String name) {
        return values.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** Whether clients are sent away. */
    public boolean isolated() {
        return Boolean.TRUE.equals(values.get("Isolated"));
    }

    private List<String> lines(String name) {
        return ValueText.plain(values.get(name)) instanceof List<?> list
                ? list.stream().map(String::valueOf).map(ValueText::oneLine).toList()
                : List.of();
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
}
