package dev.pollux.server.source.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Bytes to raw values and back, wherever in a block they lie. */
class RawCodecTest {
    private static final Region HOLDING = new Region(Table.HOLDING, 1);

    @Test
    void everyTypeInEveryOrderSurvivesTheWayThereAndBack() {
        long seed = 4711;
        SplittableRandom random = new SplittableRandom(seed);
        for (RawType type : RawType.values()) {
            if (type.bits() < 16) {
                continue;
            }
            for (WordOrder order : WordOrder.values()) {
                for (int i = 0; i < 100; i++) {
                    int first = random.nextInt(60);
                    PlcAddress address =
                            new PlcAddress(new Block(HOLDING, first, type.bits() / 16), type, order, -1, 0);
                    Object value = value(type, random);
                    byte[] own = Objects.requireNonNull(RawCodec.encode(address, value));
                    byte[] bytes = new byte[160];
                    random.nextBytes(bytes);
                    System.arraycopy(own, 0, bytes, 2 * first, own.length);

                    assertThat(RawCodec.decode(address, new Block(HOLDING, 0, 80), bytes))
                            .as("%s %s seed %d", type, order, seed)
                            .isEqualTo(value);
                }
            }
        }
    }

    @Test
    void fourRegistersShowTheirOrders() {
        byte[] abcdefgh = {1, 2, 3, 4, 5, 6, 7, 8};
        assertThat(WordOrder.ABCD.arrange(abcdefgh)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(WordOrder.CDAB.arrange(abcdefgh)).containsExactly(7, 8, 5, 6, 3, 4, 1, 2);
        assertThat(WordOrder.BADC.arrange(abcdefgh)).containsExactly(2, 1, 4, 3, 6, 5, 8, 7);
        assertThat(WordOrder.DCBA.arrange(abcdefgh)).containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
    }

    @Test
    void aBitChangesNothingElse() {
        byte[] register = {(byte) 0xA5, 0x5A};
        for (int bit = 0; bit < 16; bit++) {
            boolean before = new BigInteger(register).testBit(bit);
            assertThat(RawCodec.withBit(register, bit, before)).isEqualTo(register);
            byte[] changed = RawCodec.withBit(register, bit, !before);
            assertThat(new BigInteger(1, changed)).isEqualTo(new BigInteger(1, register).flipBit(bit));
        }
    }

    // A string that no program has set yet holds whatever the memory held.
    @Test
    void garbageInTheHeaderOfAnS7StringReadsNothingFromOutside() {
        PlcAddress text =
                new PlcAddress(new Block(new Region(Table.DATA_BLOCK, 1), 0, 6), RawType.STRING, WordOrder.ABCD, -1, 4);
        assertThat(RawCodec.decode(text, text.cells(), new byte[] {(byte) 254, (byte) 200, 'a', 'b', 'c', 'd'}))
                .isEqualTo("abcd");
        assertThat(RawCodec.decode(text, text.cells(), new byte[] {0, 9, 'a', 'b', 'c', 'd'}))
                .isEqualTo("");
    }

    private static Object value(RawType type, SplittableRandom random) {
        return switch (type) {
            case FLOAT32 -> random.nextInt(1000) / 8f;
            case FLOAT64 -> random.nextDouble();
            default ->
                BigInteger.valueOf(random.nextLong())
                        .mod(type.max().subtract(type.min()).add(BigInteger.ONE))
                        .add(type.min());
        };
    }
}
