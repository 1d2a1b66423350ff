package dev.pollux.nodesets;

/**
 * A Method.
 *
 * @param header common part
 * @param executable whether it may be called at all
 */
public record UAMethod(NodeHeader header, boolean executable) implements UANode {}
