package dev.pollux.archive.influx;

import dev.pollux.archive.Batch.Deletion;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the queue that is sent as a whole: either samples, or deletions, or the forgetting of an archive's past.
 * Segments are carried out one after the other; within one of samples only the last state of a key counts.
 *
 * @param number its place in the order
 * @param since when its first entry was queued, in ticks of this machine's clock
 * @param samples how many were put into it, a key that was overwritten counted again
 * @param bytes that it takes in the queue
 * @param span from its earliest sample to its latest
 * @param deletions to carry out
 * @param forgotten archive of which everything before the end of {@code span} goes; empty for none
 */
record Segment(
        long number, long since, long samples, long bytes, TimeRange span, List<Deletion> deletions, String forgotten) {
    private static final TimeRange NOWHERE = new TimeRange(0, 0);
    private static final int OPERATION_BYTES = 100;

    static Segment empty(long number, long since) {
        return new Segment(number, since, 0, 0, NOWHERE, List.of(), "");
    }

    static Segment deleting(long number, long since, List<Deletion> deletions) {
        return new Segment(
                number, since, 0, (long) OPERATION_BYTES * deletions.size(), NOWHERE, List.copyOf(deletions), "");
    }

    static Segment forgetting(long number, long since, String archive, long before) {
        return new Segment(number, since, 0, OPERATION_BYTES, new TimeRange(0, before), List.of(), archive);
    }

    /** With one sample more. */
    Segment with(long time, long size) {
        TimeRange wider = samples == 0
                ? new TimeRange(time, time + 1)
                : new TimeRange(Math.min(span.from(), time), Math.max(span.to(), time + 1));
        return new Segment(number, since, samples + 1, bytes + size, wider, deletions, forgotten);
    }

    boolean isOperation() {
        return !deletions.isEmpty() || !forgotten.isEmpty();
    }

    byte[] encoded() {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytesOut)) {
            out.writeByte(0);
            out.writeLong(since);
            out.writeLong(samples);
            out.writeLong(bytes);
            out.writeLong(span.from());
            out.writeLong(span.to());
            out.writeUTF(forgotten);
            out.writeInt(deletions.size());
            for (Deletion deletion : deletions) {
                out.writeUTF(deletion.series().archive());
                out.writeUTF(deletion.series().name());
                out.writeLong(deletion.range().from());
                out.writeLong(deletion.range().to());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytesOut.toByteArray();
    }

    static Segment decoded(long number, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != 0) {
                throw new IllegalArgumentException("a queue of a later version of Pollux: use that version");
            }
            long since = in.readLong();
            long samples = in.readLong();
            long size = in.readLong();
            TimeRange span = new TimeRange(in.readLong(), in.readLong());
            String forgotten = in.readUTF();
            List<Deletion> deletions = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                Series series = new Series(in.readUTF(), in.readUTF());
                deletions.add(new Deletion(series, new TimeRange(in.readLong(), in.readLong())));
            }
            return new Segment(number, since, samples, size, span, List.copyOf(deletions), forgotten);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
