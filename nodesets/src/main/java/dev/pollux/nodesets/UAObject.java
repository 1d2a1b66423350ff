package dev.pollux.nodesets;

/**
 * An Object.
 *
 * @param header common part
 * @param eventNotifier bits of the EventNotifier attribute
 */
public record UAObject(NodeHeader header, int eventNotifier) implements UANode {}
