package dev.pollux.archive.influx;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.rocks.SampleCodec;
import java.nio.ByteBuffer;

/**
 * What the queue holds for one series and time. Pure.
 *
 * @param mode LIVE if it stands whatever the database has, MERGE if the better of the two does
 */
record Queued(WriteMode mode, ArchivedSample sample) {
    private static final byte LIVE = 0;
    private static final byte MERGE = 1;

    /** The better of two for the same series and time. */
    static ArchivedSample better(ArchivedSample first, ArchivedSample second) {
        return SampleCodec.compare(first, second) >= 0 ? first : second;
    }

    /** What stands when another is queued after this one. */
    Queued then(Queued later) {
        return switch (later.mode) {
            case LIVE -> later;
            case MERGE -> new Queued(mode, better(sample, later.sample));
        };
    }

    /** What stands over a sample of the database. */
    ArchivedSample over(ArchivedSample stored) {
        return switch (mode) {
            case LIVE -> sample;
            case MERGE -> better(sample, stored);
        };
    }

    byte[] encoded() {
        ByteBuffer out = ByteBuffer.allocate(1 + SampleCodec.sizeMax(sample));
        out.put(mode == WriteMode.LIVE ? LIVE : MERGE);
        SampleCodec.encode(sample, out);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    static Queued decoded(long time, byte[] bytes) {
        byte[] sample = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, sample, 0, sample.length);
        WriteMode mode = bytes[0] == LIVE ? WriteMode.LIVE : WriteMode.MERGE;
        return new Queued(mode, SampleCodec.decode(time, sample, sample.length));
    }
}
