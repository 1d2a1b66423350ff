package dev.pollux.nodesets;

/**
 * One reference of a node.
 *
 * @param type the ReferenceType
 * @param target the other end; may live in another node set
 * @param forward false for an inverse reference
 */
public record NodeReference(NodeKey type, NodeKey target, boolean forward) {}
