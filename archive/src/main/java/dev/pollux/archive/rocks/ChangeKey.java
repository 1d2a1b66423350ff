package dev.pollux.archive.rocks;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Series;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.ChangeBytes;
import dev.pollux.archive.change.Stamp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How the change log looks as bytes. Keys sort as what they stand for; names end with a 0. */
final class ChangeKey {
    /** Of a change: kind, station, 0, sequence. */
    static final byte BY_STATION = 's';

    /** Of the latest value of an internal tag: kind, name. */
    static final byte TAG = 't';

    /** Kind, station: up to which sequence its changes have been here. */
    static final byte KNOWN = 'k';

    /** Kind, partner: up to which sequence it has given back this station's changes. */
    static final byte RETURNED = 'b';

    /** A corrected value: kind, series, time, stamp. */
    static final byte POINT = 'p';

    /** A corrected range: kind, series, stamp. The value is the range. */
    static final byte RANGE = 'r';

    /** A changed annotation: kind, series, time, annotation time, user, 0, stamp. */
    static final byte REMARK = 'n';

    /** The hybrid logical clock. */
    static final byte[] CLOCK = {'c'};

    /** What was forgotten. */
    static final byte[] FORGOTTEN = {'f'};

    private static final int VERSION = 1;

    private ChangeKey() {}

    static byte[] of(byte kind, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(kind).put(text).array();
    }

    static String name(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    static byte[] byStation(String station, long sequence) {
        byte[] text = station.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + text.length + Long.BYTES)
                .put(BY_STATION)
                .put(text)
                .put((byte) 0)
                .putLong(sequence)
                .array();
    }

    /** Above all keys of the station of a key, and not above those of the next one. */
    static byte[] afterStation(byte[] byStation) {
        byte[] after = Arrays.copyOf(byStation, byStation.length - Long.BYTES);
        after[after.length - 1] = 1;
        return after;
    }

    static long sequence(byte[] byStation) {
        return ByteBuffer.wrap(byStation).getLong(byStation.length - Long.BYTES);
    }

    /** All corrections of one value begin so. */
    static byte[] point(Series series, long time) {
        return joined(series(POINT, series), number(time));
    }

    static byte[] point(Series series, long time, Stamp stamp) {
        return joined(point(series, time), stamp(stamp));
    }

    static byte[] range(Series series) {
        return series(RANGE, series);
    }

    static byte[] range(Series series, Stamp stamp) {
        return joined(range(series), stamp(stamp));
    }

    static byte[] remark(Series series, Annotation annotation) {
        byte[] user = annotation.user().getBytes(StandardCharsets.UTF_8);
        byte[] head = joined(series(REMARK, series), number(annotation.time()));
        return joined(joined(head, number(annotation.annotationTime())), joined(user, new byte[1]));
    }

    static byte[] remark(Series series, Annotation annotation, Stamp stamp) {
        return joined(remark(series, annotation), stamp(stamp));
    }

    private static byte[] series(byte kind, Series series) {
        byte[] text = (series.archive() + "\0" + series.name() + "\0").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(kind).put(text).array();
    }

    static byte[] stamp(Stamp stamp) {
        byte[] station = stamp.station().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + station.length)
                .putLong(stamp.time())
                .putInt(stamp.count())
                .put(station)
                .array();
    }

    static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    static byte[] encode(Change change) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            ChangeBytes.write(change, out);
        } catch (IOException e) {
            throw new IllegalStateException("memory refuses to be written", e);
        }
        return bytes.toByteArray();
    }

    static Change decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("a change of layout " + version);
            }
            return ChangeBytes.read(in);
        }
    }
}
