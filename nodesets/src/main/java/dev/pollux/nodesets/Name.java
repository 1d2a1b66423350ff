package dev.pollux.nodesets;

/**
 * A QualifiedName.
 *
 * @param namespace index in {@link NodeSet#namespaceUris()}
 * @param name without the index
 */
public record Name(int namespace, String name) {
    @Override
    public String toString() {
        return namespace == 0 ? name : namespace + ":" + name;
    }
}
