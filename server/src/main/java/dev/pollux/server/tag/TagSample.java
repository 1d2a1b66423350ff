package dev.pollux.server.tag;

/**
 * A sample with the tag that it belongs to.
 *
 * @param tag index of the tag in the project's tag list, which is the same on both stations
 * @param sample the observation
 */
public record TagSample(int tag, Sample sample) {}
