package dev.pollux.cli.pair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/**
 * The values of one object of a station, as far as the station told them. Immutable.
 *
 * @param url the address under which the station answered
 * @param values by the last part of the node's name, and the station's name under {@link #STATION}
 */
public record StationObject(String url, Map<String, Object> values) {
    static final String STATION = "@LocalMachineName";

    public StationObject {
        values = Map.copyOf(values);
    }

    /**
     * Asks a station.
     *
     * @param object path with a slash at its end
     * @param names of its variables
     * @throws CommandFailure if it does not answer, or is not a Pollux station
     */
    static StationObject read(StationSession session, String object, List<String> names) {
        int index = session.names().namespaces().indexOf(NodeNames.POLLUX);
        if (index < 0) {
            throw new CommandFailure(ExitCode.FAILED, session.url() + " is not a Pollux station, but " + session.uri());
        }
        List<NodeId> nodes = new ArrayList<>(List.of(new NodeId(UShort.valueOf(index), STATION)));
        names.forEach(name -> nodes.add(new NodeId(UShort.valueOf(index), object + name)));
        List<DataValue> read = session.read(nodes);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            Object content = read.get(i).value().value();
            if (read.get(i).statusCode().isGood() && content != null) {
                values.put(i == 0 ? STATION : names.get(i - 1), content);
            }
        }
        return new StationObject(session.url(), values);
    }

    @Nullable
    Object value(String name) {
        return values.get(name);
    }

    String station() {
        return text(STATION);
    }

    /** Empty if it was not told. */
    String text(String name) {
        return values.get(name) instanceof String text ? ValueText.oneLine(text) : "";
    }

    /** Zero if it was not told. */
    long number(String name) {
        return values.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** Zero if it was not told. */
    double real(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    List<String> lines(String name) {
        return ValueText.plain(values.get(name)) instanceof List<?> list
                ? list.stream().map(String::valueOf).map(ValueText::oneLine).toList()
                : List.of();
    }

    /** These variables for JSON; what the station did not tell is null. */
    Map<String, @Nullable Object> json(List<String> names) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("station", station());
        json.put("url", url);
        json.put("reachable", true);
        for (String name : names) {
            json.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), ValueText.plain(values.get(name)));
        }
        return json;
    }
}
