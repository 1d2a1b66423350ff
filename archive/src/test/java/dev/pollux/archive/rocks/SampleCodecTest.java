package dev.pollux.archive.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Samples;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SampleCodecTest {
    private static final long TIME = 134_000_000_000_000_000L;

    // Where one kind of value borders on another, encodings go wrong first.
    @Test
    void everyKindOfValueComesBackBitForBit() {
        for (Value value : edges()) {
            assertComesBack(new ArchivedSample(TIME, TIME, 0, value));
            assertComesBack(new ArchivedSample(TIME, TIME - 17, 0x80310000, value));
        }
    }

    @Test
    void anySampleComesBackBitForBit() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            ArchivedSample sample = Samples.any(random, Samples.time(random));
            try {
                assertComesBack(sample);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + sample, e);
            }
        }
    }

    // assertThat(double) would take one NaN for another, and Double.equals too.
    @Test
    void oneNaNIsToldFromAnother() {
        long payload = 0x7FF8_0000_0000_1234L;
        byte[] bytes =
                SampleCodec.encode(new ArchivedSample(TIME, TIME, 0, Value.of(Double.longBitsToDouble(payload))));

        Object content = SampleCodec.decode(TIME, bytes, bytes.length).value().content();

        assertThat(content).isInstanceOf(Double.class);
        assertThat(Double.doubleToRawLongBits((Double) content)).isEqualTo(payload);
    }

    // The disk is paid for by the byte: a measured value has few decimals.
    @Test
    void measuredValuesTakeFewBytes() {
        assertThat(SampleCodec.encode(new ArchivedSample(TIME, TIME, 0, Value.of(21.37))))
                .hasSize(3);
        assertThat(SampleCodec.encode(new ArchivedSample(TIME, TIME, 0, new Value(Value.BOOLEAN, true))))
                .hasSize(1);
        assertThat(SampleCodec.encode(new ArchivedSample(TIME, TIME, 0, Value.of(Math.PI))))
                .hasSize(9);
    }

    @Test
    void damageIsNamedNotGuessedAt() {
        byte[] later = {(byte) 0x40};
        byte[] cut = SampleCodec.encode(new ArchivedSample(TIME, TIME, 0x80310000, Value.NULL));

        assertThatThrownBy(() -> SampleCodec.decode(TIME, later, 1))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("later layout");
        assertThatThrownBy(() -> SampleCodec.decode(TIME, cut, 2))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("damaged");
    }

    // Both stations must come to the same winner, whichever sample they had first.
    @Test
    void theWinnerOfAMergeIsTheSameBothWays() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            ArchivedSample one = Samples.any(random, TIME);
            ArchivedSample two = Samples.any(random, TIME);
            assertThat(SampleCodec.compare(one, two)).isEqualTo(-SampleCodec.compare(two, one));
        }
        ArchivedSample early = new ArchivedSample(TIME, TIME, 0, Value.of(9));
        ArchivedSample late = new ArchivedSample(TIME, TIME + 1, 0, Value.of(1));
        assertThat(SampleCodec.compare(late, early)).isPositive();
        assertThat(SampleCodec.compare(early, early)).isZero();
    }

    private static void assertComesBack(ArchivedSample sample) {
        byte[] bytes = SampleCodec.encode(sample);
        ArchivedSample back = SampleCodec.decode(sample.time(), bytes, bytes.length);
        assertThat(back).isEqualTo(sample);
        // The bits again: records compare doubles by equals.
        assertThat(SampleCodec.encode(back)).isEqualTo(bytes);
        assertThat(bytes.length).isLessThanOrEqualTo(SampleCodec.sizeMax(sample));
        assertThat(SampleCodec.hash(sample)).isEqualTo(SampleCodec.hash(back));
    }

    private static List<Value> edges() {
        List<Value> values = new ArrayList<>(List.of(
                Value.NULL,
                new Value(Value.BOOLEAN, true),
                new Value(Value.BOOLEAN, false),
                new Value(Value.STRING, null),
                new Value(Value.STRING, ""),
                new Value(Value.STRING, "Füllstand \u2264 \uD83D\uDCA7"),
                new Value(Value.STRING, "\uD83D"),
                new Value(Value.STRING, "\u00FF\uDCA7x"),
                new Value(Value.UINT64, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)),
                new Value(Value.UINT64, BigInteger.ZERO),
                Value.encoded(new byte[0]),
                Value.encoded(new byte[] {0, -1, 1})));
        for (double number : new double[] {
            0.0,
            -0.0,
            1,
            -1,
            0.1,
            0.001,
            0.0001,
            -21.37,
            1e15,
            1e16,
            -1e300,
            1L << 51,
            (1L << 51) - 1,
            (1L << 53) + 2,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.longBitsToDouble(0xFFF8_0000_0000_0001L),
            (1L << 51) / 10.0,
            (1L << 51) / 1000.0
        }) {
            values.add(Value.of(number));
            values.add(new Value(Value.FLOAT, (float) number));
        }
        for (long integer : new long[] {0, 1, -1, 127, 128, -128, -129, 255, 256, 32_767, 32_768, 65_535, 65_536}) {
            values.add(new Value(Value.SBYTE, (byte) integer));
            values.add(new Value(Value.BYTE, (short) (integer & 0xFF)));
            values.add(new Value(Value.INT16, (short) integer));
            values.add(new Value(Value.UINT16, (int) (integer & 0xFFFF)));
            values.add(new Value(Value.INT32, (int) (integer << 15)));
            values.add(new Value(Value.UINT32, integer & 0xFFFF_FFFFL));
            values.add(new Value(Value.INT64, integer << 47));
            values.add(new Value(Value.DATE_TIME, integer));
        }
        values.add(new Value(Value.INT64, Long.MIN_VALUE));
        values.add(new Value(Value.INT64, Long.MAX_VALUE));
        values.add(new Value(Value.DATE_TIME, Ticks.MAX));
        return values;
    }
}
