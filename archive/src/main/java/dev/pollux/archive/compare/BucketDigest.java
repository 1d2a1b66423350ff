package dev.pollux.archive.compare;

import dev.pollux.archive.Series;

/**
 * The samples of one series in one span in short. Marks of holes do not count: they are about one station's archiving.
 *
 * @param from begin of the span
 * @param count number of samples
 * @param exact hash of times, values, status codes and server times
 * @param observed hash of times, values and status codes: equal where two stations saw the same
 */
public record BucketDigest(Series series, long from, long count, long exact, long observed) {}
