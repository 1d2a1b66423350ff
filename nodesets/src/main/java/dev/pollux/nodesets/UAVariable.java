package dev.pollux.nodesets;

import java.util.Optional;

/**
 * A Variable.
 *
 * @param header common part
 * @param shape type and dimensions
 * @param accessLevel bits of the AccessLevel attribute
 * @param minimumSamplingInterval in milliseconds, -1 for indeterminate
 * @param historizing whether values are archived
 * @param value the initial value
 */
public record UAVariable(
        NodeHeader header,
        ValueShape shape,
        int accessLevel,
        double minimumSamplingInterval,
        boolean historizing,
        Optional<NodeValue> value)
        implements UANode {}
