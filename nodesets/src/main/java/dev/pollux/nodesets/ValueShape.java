package dev.pollux.nodesets;

import java.util.List;

/**
 * Type and dimensions of a variable's value.
 *
 * @param dataType the DataType
 * @param valueRank -1 scalar, 1 array, 0, -2, -3 and above 1 as in OPC 10000-3 §5.6.2
 * @param arrayDimensions maximum lengths, empty if not given
 */
public record ValueShape(NodeKey dataType, int valueRank, List<Long> arrayDimensions) {
    public ValueShape {
        arrayDimensions = List.copyOf(arrayDimensions);
    }
}
