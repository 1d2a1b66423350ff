package dev.pollux.failover;

import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * A value to be written.
 *
 * @param node the variable, see {@link ItemSettings#node()}
 * @param value what to write; many servers accept the value only, without status and time stamps
 */
public record NodeValue(ExpandedNodeId node, DataValue value) {

    /** The value alone. */
    public static NodeValue of(ExpandedNodeId node, Object value) {
        return new NodeValue(node, DataValue.valueOnly(Variant.of(value)));
    }

    /** The value alone. */
    public static NodeValue of(NodeId node, Object value) {
        return of(node.expanded(), value);
    }
}
