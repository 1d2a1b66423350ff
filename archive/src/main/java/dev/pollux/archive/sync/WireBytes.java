package dev.pollux.archive.sync;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.rocks.SampleCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How requests and answers between archives look as bytes: big-endian, lengths first, a version in front. */
final class WireBytes {
    /** Rises when an older partner would misread an answer. Adjacent versions of Pollux form a pair. */
    static final int VERSION = 1;

    static final int COVERAGE = 1;
    static final int SLICE = 2;
    static final int VALUES_AT = 3;
    static final int TAGS = 4;
    static final int DIGESTS = 5;

    /** Bound on what one answer carries, well below the message size that stations accept. */
    static final int ANSWER_BYTES_MAX = 1024 * 1024;

    private static final int NAME_BYTES_MAX = 4096;
    private static final int SAMPLE_BYTES_MAX = 16 * 1024 * 1024;

    private WireBytes() {}

    /** Writes something; never fails, as it goes to memory. */
    @FunctionalInterface
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** Reads something. */
    @FunctionalInterface
    interface Parsing<T> {
        T from(DataInputStream in) throws IOException;
    }

    static byte[] bytes(int kind, Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte(kind);
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory refuses to be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what must be of one kind and be used up.
     *
     * @throws ArchiveException if the bytes are not that
     */
    static <T> T parse(byte[] bytes, int kind, Parsing<T> parsing) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            int found = in.readUnsignedByte();
            if (version != VERSION || found != kind) {
                throw new ArchiveException("the partner speaks version " + version + ", kind " + found + ", not "
                        + VERSION + ", kind " + kind + ": let both stations run adjacent versions of Pollux");
            }
            T parsed = parsing.from(in);
            if (in.available() > 0) {
                throw new ArchiveException("the partner sent " + in.available() + " bytes too many");
            }
            return parsed;
        } catch (IOException | IllegalArgumentException e) {
            throw new ArchiveException("the partner sent " + bytes.length + " bytes that cannot be read: " + e, e);
        }
    }

    static void putRange(TimeRange range, DataOutputStream out) throws IOException {
        out.writeLong(range.from());
        out.writeLong(range.to());
    }

    static TimeRange range(DataInputStream in) throws IOException {
        return new TimeRange(in.readLong(), in.readLong());
    }

    static void putSeries(List<Series> series, DataOutputStream out) throws IOException {
        out.writeInt(series.size());
        for (Series each : series) {
            out.writeUTF(each.archive());
            out.writeUTF(each.name());
        }
    }

    static List<Series> series(DataInputStream in) throws IOException {
        int count = count(in, SliceRequest.SERIES_MAX, "series");
        List<Series> series = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Series each = new Series(in.readUTF(), in.readUTF());
            if (each.name().length() > NAME_BYTES_MAX) {
                throw new IOException("a name of " + each.name().length() + " letters");
            }
            series.add(each);
        }
        return series;
    }

    static void putSample(ArchivedSample sample, DataOutputStream out) throws IOException {
        byte[] encoded = SampleCodec.encode(sample);
        out.writeLong(sample.time());
        out.writeInt(encoded.length);
        out.write(encoded);
    }

    static ArchivedSample sample(DataInputStream in) throws IOException {
        long time = in.readLong();
        int length = count(in, Math.min(SAMPLE_BYTES_MAX, in.available()), "bytes of a sample");
        byte[] encoded = in.readNBytes(length);
        return SampleCodec.decode(time, encoded, encoded.length);
    }

    /** A number of things that is to be believed only up to a bound. */
    static int count(DataInputStream in, int max, String what) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > max) {
            throw new IOException(count + " " + what + ", at most " + max);
        }
        return count;
    }
}
