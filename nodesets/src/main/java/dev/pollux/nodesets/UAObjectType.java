package dev.pollux.nodesets;

/**
 * An ObjectType.
 *
 * @param header common part
 * @param isAbstract whether no instance may have exactly this type
 */
public record UAObjectType(NodeHeader header, boolean isAbstract) implements UANode {}
