package dev.pollux.failover;

import java.time.Duration;
import java.util.OptionalDouble;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * One variable to watch.
 *
 * @param node the variable. With a namespace URI the index is looked up on each member; with an index the same index
 *     is used on all of them, as the standard demands of a set (OPC 10000-4 §6.6.2.1)
 * @param samplingInterval how often the member looks at the value; 0 = as fast as it can, at most 1 day
 * @param queueSize least number of samples that a member keeps between two publishings; 1 to 65,535. The client asks
 *     for more where a backup needs it to bridge a failover
 * @param absoluteDeadband change that is worth a sample, in units of the value; empty = every change
 */
public record ItemSettings(
        ExpandedNodeId node, Duration samplingInterval, int queueSize, OptionalDouble absoluteDeadband) {

    /** Checks the ranges named above. */
    public ItemSettings {
        Check.between("item.samplingInterval", samplingInterval, Duration.ZERO, Duration.ofDays(1));
        Check.between("item.queueSize", queueSize, 1, 65_535);
        if (absoluteDeadband.isPresent() && !(absoluteDeadband.getAsDouble() >= 0)) {
            throw new IllegalArgumentException(
                    "item.absoluteDeadband is " + absoluteDeadband.getAsDouble() + ", must be 0 or more");
        }
    }

    /** Every change of a variable. */
    public static ItemSettings of(ExpandedNodeId node, Duration samplingInterval) {
        return new ItemSettings(node, samplingInterval, 10, OptionalDouble.empty());
    }

    /** Every change of a variable. */
    public static ItemSettings of(NodeId node, Duration samplingInterval) {
        return of(node.expanded(), samplingInterval);
    }
}
