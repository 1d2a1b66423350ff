package dev.pollux.server.space.system;

import dev.pollux.server.space.nodeset.NodeSetSpace;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;

/** The object {@code Pollux/Witness}. */
public final class WitnessNodes {
    private static final String WITNESS = "Pollux/Witness/";

    private final NodeSetSpace space;

    /** Shows a set without a witness. */
    WitnessNodes(NodeSetSpace space) {
        this.space = space;
        publish(WitnessValues.NONE);
    }

    /** Shows how the witness stands. */
    public void publish(WitnessValues witness) {
        DateTime now = DateTime.now();
        Map<NodeId, DataValue> values = new LinkedHashMap<>();
        put(values, "Endpoints", witness.endpoints().toArray(new String[0]), now);
        put(values, "Reachable", witness.reachable(), now);
        put(values, "State", witness.state(), now);
        put(values, "Holder", witness.holder(), now);
        put(values, "Term", ULong.valueOf(witness.term()), now);
        put(values, "LastError", witness.lastError(), now);
        put(values, "ActsAsMaster", witness.acts(), now);
        space.set(values);
    }

    private void put(Map<NodeId, DataValue> values, String name, Object value, DateTime now) {
        values.put(space.id(WITNESS + name), SystemSpace.good(value, now));
    }
}
