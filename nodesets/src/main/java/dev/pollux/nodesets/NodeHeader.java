package dev.pollux.nodesets;

import java.util.List;

/**
 * What all nodes have in common.
 *
 * @param id the NodeId
 * @param browseName the BrowseName
 * @param displayName the DisplayName; the name of the BrowseName if the file has none
 * @param description may be empty
 * @param references in the order of the file; never contains one twice
 * @param line where the node starts in the file, for later errors
 */
public record NodeHeader(
        NodeKey id, Name browseName, Text displayName, Text description, List<NodeReference> references, int line) {
    public NodeHeader {
        references = List.copyOf(references);
    }
}
