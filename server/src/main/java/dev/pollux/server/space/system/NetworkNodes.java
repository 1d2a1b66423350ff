package dev.pollux.server.space.system;

import dev.pollux.server.space.nodeset.NodeSetSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** The object {@code Pollux/Network}. */
final class NetworkNodes {
    private static final String NETWORK = "Pollux/Network/";

    private final NodeSetSpace space;

    /** Shows a station that watches nothing. */
    NetworkNodes(NodeSetSpace space) {
        this.space = space;
        publish(NetworkValues.NONE, DateTime.now());
    }

    void publish(NetworkValues network, DateTime now) {
        Map<NodeId, DataValue> values = new LinkedHashMap<>();
        put(values, "PlantNetworkReachable", network.reachable(), now);
        put(values, "PlantNetworkReason", network.reason(), now);
        put(values, "AdapterStates", lines(network.adapters()), now);
        put(values, "ReferenceHostStates", lines(network.hosts()), now);
        space.set(values);
    }

    private void put(Map<NodeId, DataValue> values, String name, Object value, DateTime now) {
        values.put(space.id(NETWORK + name), SystemSpace.good(value, now));
    }

    private static Object lines(List<String> lines) {
        return lines.toArray(new String[0]);
    }
}
