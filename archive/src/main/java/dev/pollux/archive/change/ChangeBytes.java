package dev.pollux.archive.change;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.change.Change.TagValue;
import dev.pollux.archive.rocks.SampleCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How a change looks as bytes, on the disk and between stations: big-endian, lengths first. */
public final class ChangeBytes {
    private static final int TAG = 1;
    private static final int EDIT = 2;
    private static final int ENTRIES_MAX = 1_000_000;
    private static final int TEXT_MAX = 1 << 20;

    private ChangeBytes() {}

    /** Writes one change. */
    public static void write(Change change, DataOutputStream out) throws IOException {
        out.writeLong(change.sequence());
        write(change.stamp(), out);
        if (change.tag().isPresent()) {
            out.writeByte(TAG);
            out.writeUTF(change.tag().get().name());
            writeSample(change.tag().get().sample(), out);
        } else {
            out.writeByte(EDIT);
            write(change.edit().orElseThrow(), out);
        }
    }

    /**
     * Reads one change.
     *
     * @throws IOException if there is none
     */
    public static Change read(DataInputStream in) throws IOException {
        long sequence = in.readLong();
        Stamp stamp = stamp(in);
        int kind = in.readUnsignedByte();
        try {
            return switch (kind) {
                case TAG -> Change.of(sequence, stamp, new TagValue(in.readUTF(), sample(in)));
                case EDIT -> Change.of(sequence, stamp, batch(in));
                default -> throw new IOException("a change of kind " + kind);
            };
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    /** Writes a stamp. */
    public static void write(Stamp stamp, DataOutputStream out) throws IOException {
        out.writeLong(stamp.time());
        out.writeInt(stamp.count());
        out.writeUTF(stamp.station());
    }

    /** Reads a stamp. */
    public static Stamp stamp(DataInputStream in) throws IOException {
        try {
            return new Stamp(in.readLong(), in.readInt(), in.readUTF());
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    /** Writes a correction without number and stamp. */
    public static void write(Batch batch, DataOutputStream out) throws IOException {
        out.writeInt(batch.samples().size());
        for (Batch.Entry each : batch.samples()) {
            write(each.series(), out);
            writeSample(each.sample(), out);
        }
        out.writeInt(batch.deletions().size());
        for (Batch.Deletion each : batch.deletions()) {
            write(each.series(), out);
            out.writeLong(each.range().from());
            out.writeLong(each.range().to());
        }
        out.writeInt(batch.modifications().size());
        for (Modification each : batch.modifications()) {
            write(each.series(), out);
            writeSample(each.old(), out);
            out.writeLong(each.modificationTime());
            out.writeByte(each.kind().code());
            out.writeUTF(each.user());
        }
        out.writeInt(batch.annotations().size());
        for (Batch.AnnotationChange each : batch.annotations()) {
            write(each.series(), out);
            out.writeLong(each.annotation().time());
            byte[] text = each.annotation().message().getBytes(StandardCharsets.UTF_8);
            out.writeInt(text.length);
            out.write(text);
            out.writeUTF(each.annotation().user());
            out.writeLong(each.annotation().annotationTime());
            out.writeBoolean(each.keep());
        }
    }

    private static Batch batch(DataInputStream in) throws IOException {
        List<Batch.Entry> samples = new ArrayList<>();
        for (int left = count(in, ENTRIES_MAX); left > 0; left--) {
            samples.add(new Batch.Entry(series(in), sample(in)));
        }
        List<Batch.Deletion> deletions = new ArrayList<>();
        for (int left = count(in, ENTRIES_MAX); left > 0; left--) {
            deletions.add(new Batch.Deletion(series(in), new TimeRange(in.readLong(), in.readLong())));
        }
        List<Modification> modifications = new ArrayList<>();
        for (int left = count(in, ENTRIES_MAX); left > 0; left--) {
            Series series = series(in);
            ArchivedSample old = sample(in);
            long time = in.readLong();
            modifications.add(new Modification(series, old, time, kind(in.readUnsignedByte()), in.readUTF()));
        }
        List<Batch.AnnotationChange> annotations = new ArrayList<>();
        for (int left = count(in, ENTRIES_MAX); left > 0; left--) {
            Series series = series(in);
            long time = in.readLong();
            byte[] text = in.readNBytes(count(in, TEXT_MAX));
            String message = new String(text, StandardCharsets.UTF_8);
            Annotation annotation = new Annotation(time, message, in.readUTF(), in.readLong());
            annotations.add(new Batch.AnnotationChange(series, annotation, in.readBoolean()));
        }
        return new Batch(samples, deletions, List.of(), modifications, annotations);
    }

    private static Modification.Kind kind(int code) throws IOException {
        for (Modification.Kind each : Modification.Kind.values()) {
            if (each.code() == code) {
                return each;
            }
        }
        throw new IOException("a modification of kind " + code);
    }

    private static void write(Series series, DataOutputStream out) throws IOException {
        out.writeUTF(series.archive());
        out.writeUTF(series.name());
    }

    private static Series series(DataInputStream in) throws IOException {
        return new Series(in.readUTF(), in.readUTF());
    }

    private static void writeSample(ArchivedSample sample, DataOutputStream out) throws IOException {
        byte[] encoded = SampleCodec.encode(sample);
        out.writeLong(sample.time());
        out.writeInt(encoded.length);
        out.write(encoded);
    }

    private static ArchivedSample sample(DataInputStream in) throws IOException {
        long time = in.readLong();
        byte[] encoded = in.readNBytes(count(in, in.available()));
        return SampleCodec.decode(time, encoded, encoded.length);
    }

    private static int count(DataInputStream in, int max) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > max) {
            throw new IOException(count + " things in a change, at most " + max);
        }
        return count;
    }
}
