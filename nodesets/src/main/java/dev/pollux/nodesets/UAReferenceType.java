package dev.pollux.nodesets;

/**
 * A ReferenceType.
 *
 * @param header common part
 * @param isAbstract whether no reference may have exactly this type
 * @param symmetric whether both directions mean the same
 * @param inverseName meaning of the other direction, may be empty
 */
public record UAReferenceType(NodeHeader header, boolean isAbstract, boolean symmetric, Text inverseName)
        implements UANode {}
