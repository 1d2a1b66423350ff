package dev.pollux.archive.influx;

import java.nio.ByteBuffer;

/** Keys of the queue: number of the segment, number of the series, time; big-endian, so that they sort like that. */
final class QueueKeys {
    private static final int BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;

    private QueueKeys() {}

    /** Where a segment begins. */
    static byte[] key(long segment) {
        return ByteBuffer.allocate(Long.BYTES).putLong(segment).array();
    }

    static byte[] key(long segment, int series, long time) {
        return ByteBuffer.allocate(BYTES)
                .putLong(segment)
                .putInt(series)
                .putLong(time)
                .array();
    }
}
