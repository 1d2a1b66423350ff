package dev.pollux.nodesets;

import java.util.Optional;

/**
 * A VariableType.
 *
 * @param header common part
 * @param shape type and dimensions of instances
 * @param isAbstract whether no instance may have exactly this type
 * @param value default of instances
 */
public record UAVariableType(NodeHeader header, ValueShape shape, boolean isAbstract, Optional<NodeValue> value)
        implements UANode {}
