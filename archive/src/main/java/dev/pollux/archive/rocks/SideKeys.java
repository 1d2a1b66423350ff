package dev.pollux.archive.rocks;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keys and values of {@link SideColumns}. A key is {@code archive | 00 | length of name u16 | name | time i64 |
 * time of the change i64 | what tells equal times apart}; instants are never negative, so bytes are in order of time.
 */
final class SideKeys {
    private static final int NAME_MAX = 0xFFFF;
    private static final byte VERSION = 1;

    private SideKeys() {}

    static byte[] archivePrefix(String archive) {
        return (archive + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    /** What the keys of a series begin with. */
    static byte[] series(Series series) {
        byte[] archive = archivePrefix(series.archive());
        byte[] name = series.name().getBytes(StandardCharsets.UTF_8);
        if (name.length > NAME_MAX) {
            throw new IllegalArgumentException("the name of a series must not exceed 65535 bytes: " + name.length);
        }
        return ByteBuffer.allocate(archive.length + Short.BYTES + name.length)
                .put(archive)
                .putShort((short) name.length)
                .put(name)
                .array();
    }

    /** The part of a key that {@link #series} gives. */
    static byte[] seriesPrefix(byte[] key) {
        int zero = 0;
        while (key[zero] != 0) {
            zero++;
        }
        int length = ByteBuffer.wrap(key).getShort(zero + 1) & NAME_MAX;
        return Arrays.copyOf(key, zero + 1 + Short.BYTES + length);
    }

    static byte[] append(byte[] series, long time) {
        return ByteBuffer.allocate(series.length + Long.BYTES)
                .put(series)
                .putLong(time)
                .array();
    }

    static byte[] key(Series series, long time, long changeTime, byte[] distinguisher) {
        byte[] prefix = series(series);
        return ByteBuffer.allocate(prefix.length + 2 * Long.BYTES + distinguisher.length)
                .put(prefix)
                .putLong(time)
                .putLong(changeTime)
                .put(distinguisher)
                .array();
    }

    /** Tells two modifications of one value at one instant apart, and makes one of the same again. */
    static byte[] distinguisher(byte[] value) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(SampleCodec.hash(0, value, value.length))
                .array();
    }

    static byte[] value(Modification modification) {
        byte[] user = modification.user().getBytes(StandardCharsets.UTF_8);
        byte[] sample = SampleCodec.encode(modification.old());
        return ByteBuffer.allocate(2 + Integer.BYTES + user.length + sample.length)
                .put(VERSION)
                .put((byte) modification.kind().code())
                .putInt(user.length)
                .put(user)
                .put(sample)
                .array();
    }

    static Modification modification(Series series, byte[] key, byte[] value) {
        ByteBuffer times = ByteBuffer.wrap(key).position(seriesPrefix(key).length);
        long time = times.getLong();
        long changeTime = times.getLong();
        ByteBuffer in = ByteBuffer.wrap(value);
        in.get();
        Modification.Kind kind = kind(in.get());
        byte[] user = new byte[in.getInt()];
        in.get(user);
        byte[] sample = Arrays.copyOfRange(value, in.position(), value.length);
        return new Modification(
                series,
                SampleCodec.decode(time, sample, sample.length),
                changeTime,
                kind,
                new String(user, StandardCharsets.UTF_8));
    }

    private static Modification.Kind kind(int code) {
        return Arrays.stream(Modification.Kind.values())
                .filter(kind -> kind.code() == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind of modification " + code));
    }

    static Annotation annotation(byte[] key, byte[] value) {
        int prefix = seriesPrefix(key).length;
        ByteBuffer times = ByteBuffer.wrap(key).position(prefix);
        int user = prefix + 2 * Long.BYTES;
        return new Annotation(
                times.getLong(),
                new String(value, StandardCharsets.UTF_8),
                new String(key, user, key.length - user, StandardCharsets.UTF_8),
                times.getLong());
    }

    static byte[] ranges(List<TimeRange> ranges) {
        ByteBuffer out = ByteBuffer.allocate(1 + 2 * Long.BYTES * ranges.size()).put(VERSION);
        ranges.forEach(range -> out.putLong(range.from()).putLong(range.to()));
        return out.array();
    }

    static List<TimeRange> ranges(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        in.get();
        List<TimeRange> ranges = new ArrayList<>();
        while (in.hasRemaining()) {
            ranges.add(new TimeRange(in.getLong(), in.getLong()));
        }
        return ranges;
    }
}
