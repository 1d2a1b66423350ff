package dev.pollux.server.source.block;

/**
 * A tag and where it is read.
 *
 * @param tag index of the tag in the project
 * @param address its cells
 */
public record Point(int tag, PlcAddress address) {}
