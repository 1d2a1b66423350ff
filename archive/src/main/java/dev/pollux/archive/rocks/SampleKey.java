package dev.pollux.archive.rocks;

import java.nio.ByteBuffer;

/** The key of a sample in its partition: id of the series and time, big-endian; instants are never negative. */
final class SampleKey {
    static final int SIZE = Integer.BYTES + Long.BYTES;

    private SampleKey() {}

    static byte[] of(int id, long time) {
        return ByteBuffer.allocate(SIZE).putInt(id).putLong(time).array();
    }

    static int id(byte[] key) {
        return ByteBuffer.wrap(key).getInt();
    }

    static long time(byte[] key) {
        return ByteBuffer.wrap(key).getLong(Integer.BYTES);
    }
}
