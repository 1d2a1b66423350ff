package dev.pollux.archive.longterm;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import dev.pollux.archive.aggregate.Run;
import dev.pollux.archive.longterm.RunBucket.Step;
import dev.pollux.archive.rocks.SampleCodec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as the bytes that an archive keeps: a Variant with a ByteString (OPC 10000-6 §5.2.2.16), so that whoever
 * reads the series as one of values finds a value. In it: version 1; the number of steps; each step as its sample, a
 * byte that says whether a run follows, and the run. Times are distances from the sample before, the
 * first one's from the begin of the interval.
 */
final class RunCodec {
    private static final byte BYTE_STRING = 15;
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + Integer.BYTES;
    private static final int RUN_MAX = 4 * Double.BYTES + 3 * 10 + 1;
    private static final int MANY_MINIMA = 2;
    private static final int MANY_MAXIMA = 4;

    private RunCodec() {}

    static Value encode(long from, RunBucket bucket) {
        int size = HEAD + 2;
        for (Step step : bucket.steps()) {
            size += 1 + sizeMax(step.sample());
            Run run = step.run();
            size += run == null ? 0 : RUN_MAX + sizeMax(run.minimum()) + sizeMax(run.maximum()) + sizeMax(run.last());
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.position(HEAD);
        out.put(VERSION).put((byte) bucket.steps().size());
        long time = from;
        for (Step step : bucket.steps()) {
            put(step.sample(), time, out);
            time = step.sample().time();
            Run run = step.run();
            if (run == null) {
                out.put((byte) 0);
            } else {
                put(run, time, out);
                time = run.last().time();
            }
        }
        int length = out.position();
        out.order(ByteOrder.LITTLE_ENDIAN).put(0, BYTE_STRING).putInt(1, length - HEAD);
        byte[] bytes = new byte[length];
        out.get(0, bytes);
        return Value.encoded(bytes);
    }

    private static int sizeMax(ArchivedSample sample) {
        return 12 + SampleCodec.sizeMax(sample);
    }

    private static void put(Run run, long before, ByteBuffer out) {
        out.put((byte) (1 | (run.manyMinima() ? MANY_MINIMA : 0) | (run.manyMaxima() ? MANY_MAXIMA : 0)));
        putNumber(run.count(), out);
        put(run.minimum(), before, out);
        put(run.maximum(), before, out);
        put(run.last(), before, out);
        out.putDouble(run.sum());
        out.putDouble(run.squares());
        out.putDouble(run.held());
        out.putDouble(run.sloped());
        putNumber(run.zero(), out);
        putNumber(run.changes(), out);
    }

    private static void put(ArchivedSample sample, long before, ByteBuffer out) {
        putNumber(sample.time() - before, out);
        byte[] bytes = SampleCodec.encode(sample);
        putNumber(bytes.length, out);
        out.put(bytes);
    }

    /**
     * The bucket of a value.
     *
     * @param from begin of its interval
     * @throws ArchiveException if it is none
     */
    static RunBucket decode(long from, Value value) {
        try {
            if (!(value.content() instanceof Value.Encoded encoded)) {
                throw new IllegalArgumentException("not encoded: " + value);
            }
            ByteBuffer in = ByteBuffer.wrap(encoded.bytes());
            if (in.get() != BYTE_STRING || in.position(HEAD).get() != VERSION) {
                throw new IllegalArgumentException("not of version " + VERSION);
            }
            int count = in.get();
            List<Step> steps = new ArrayList<>(count);
            long time = from;
            for (int i = 0; i < count; i++) {
                ArchivedSample sample = sample(time, in);
                Run run = run(sample.time(), in);
                steps.add(new Step(sample, run));
                time = run == null ? sample.time() : run.last().time();
            }
            return new RunBucket(steps);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new ArchiveException("a long-term archive is damaged at " + from + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable Run run(long before, ByteBuffer in) {
        int flags = in.get();
        if (flags == 0) {
            return null;
        }
        long count = number(in);
        ArchivedSample minimum = sample(before, in);
        ArchivedSample maximum = sample(before, in);
        ArchivedSample last = sample(before, in);
        return new Run(
                count,
                minimum,
                maximum,
                (flags & MANY_MINIMA) != 0,
                (flags & MANY_MAXIMA) != 0,
                last,
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                in.getDouble(),
                number(in),
                number(in));
    }

    private static ArchivedSample sample(long before, ByteBuffer in) {
        long time = before + number(in);
        byte[] bytes = new byte[(int) Math.min(number(in), in.remaining())];
        in.get(bytes);
        return SampleCodec.decode(time, bytes, bytes.length);
    }

    private static void putNumber(long number, ByteBuffer out) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long number(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number is too long");
    }
}
