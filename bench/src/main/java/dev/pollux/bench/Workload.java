package dev.pollux.bench;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A plant that can be asked for any of its values: each sample is a function of its tag and its second, so what was
 * written can be computed again instead of being kept.
 *
 * <p>Of twenty tags fourteen are Double with two decimals in a band of 10, three are Int32, two Boolean, one String.
 * One value in a hundred is not Good; half of these have no value.
 */
final class Workload {
    static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    private static final long BEGIN_TICKS = Ticks.of(BEGIN);
    private static final int UNCERTAIN_LAST_USABLE = 0x40900000;
    private static final int BAD_COMMUNICATION_ERROR = 0x80050000;
    private static final int TAGS_PER_DEVICE = 100;

    private final List<Series> series;
    private final Stamping stamping;

    Workload(int tags, Stamping stamping) {
        this.stamping = stamping;
        series = IntStream.range(0, tags).mapToObj(tag -> Series.of(name(tag))).toList();
    }

    /** How samples are stamped. */
    enum Stamping {
        /** As Pollux polls: SourceTimestamp on the grid, ServerTimestamp common to the 100 tags of a device. */
        POLLED,
        /** As sources do that stamp by themselves: each value has its own 100 µs and its own delay. */
        OWN
    }

    /** Names whose natural order is that of the numbers. */
    static String name(int tag) {
        return "Area%02d.Unit%03d.Tag%05d".formatted(tag / 1000, tag / 100, tag);
    }

    int tags() {
        return series.size();
    }

    Series series(int tag) {
        return series.get(tag);
    }

    /** The instant of a second, before any jitter. */
    static long time(long second) {
        return BEGIN_TICKS + second * Ticks.PER_SECOND;
    }

    ArchivedSample sample(int tag, long second) {
        long random = mix(tag * 0x9E3779B97F4A7C15L + second);
        long time = time(second);
        long serverTime;
        if (stamping == Stamping.POLLED) {
            serverTime = time + 10_000 + (mix(tag / TAGS_PER_DEVICE + (second << 20)) >>> 1) % 200_000;
        } else {
            time += (random >>> 10 & 0x3FFF) % 1_000;
            serverTime = time + 1_000 + (random >>> 24 & 0xFFFFF) % 200_000;
        }
        int quality = (int) (random >>> 44 & 0xFFFF) % 200;
        if (quality == 0) {
            return new ArchivedSample(time, serverTime, BAD_COMMUNICATION_ERROR, Value.NULL);
        }
        return new ArchivedSample(
                time, serverTime, quality == 1 ? UNCERTAIN_LAST_USABLE : 0, value(tag, second, random));
    }

    private static Value value(int tag, long second, long random) {
        int kind = tag % 20;
        int noise = (int) (random & 0x3FF);
        if (kind < 14) {
            return Value.of((tag % 97 * 1_000 + noise) / 100.0);
        }
        if (kind < 17) {
            return new Value(Value.INT32, (int) (second / 10) + (noise & 7));
        }
        return kind < 19
                ? new Value(Value.BOOLEAN, (noise & 15) != 0)
                : new Value(Value.STRING, "state " + (second / 60 + tag) % 9);
    }

    /** The values of some tags at one second. */
    Batch batch(int from, int to, long second) {
        List<Batch.Entry> entries = new ArrayList<>(to - from);
        for (int tag = from; tag < to; tag++) {
            entries.add(new Batch.Entry(series.get(tag), sample(tag, second)));
        }
        return Batch.of(entries);
    }

    /** The values of some seconds tag by tag, as a partner hands over what one missed. */
    Batch late(int from, int to, long firstSecond, long lastSecond) {
        List<Batch.Entry> entries = new ArrayList<>();
        for (int tag = from; tag < to; tag++) {
            for (long second = firstSecond; second < lastSecond; second++) {
                entries.add(new Batch.Entry(series.get(tag), sample(tag, second)));
            }
        }
        return Batch.of(entries);
    }

    /** Takes one more sample into a hash; the order matters. */
    static long hash(long before, ArchivedSample sample) {
        long hash = mix(before ^ sample.time());
        hash = mix(hash ^ sample.serverTime());
        hash = mix(hash ^ (long) sample.status() << 8 ^ sample.value().type());
        Object content = sample.value().content();
        long bits = content instanceof Double number ? Double.doubleToRawLongBits(number) : 0;
        return mix(hash ^ (bits != 0 ? bits : content == null ? 1 : content.hashCode()));
    }

    /** The finalizer of SplitMix64: every bit of the argument changes about half of the result's. */
    static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
