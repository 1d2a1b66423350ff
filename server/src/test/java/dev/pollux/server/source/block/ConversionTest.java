package dev.pollux.server.source.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.server.tag.Scaling;
import dev.pollux.server.tag.TagType;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** From raw to engineering values and back. */
class ConversionTest {

    // The whole point of the matrix: whatever it lets pass must survive the way there and back.
    @Test
    void unscaledIntegersSurviveInEveryTypeThatIsAllowed() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        int tried = 0;
        for (RawType raw : RawType.values()) {
            for (TagType type : TagType.values()) {
                boolean exact = raw.integer() && (type != TagType.FLOAT || raw.bits() <= 16);
                exact &= type != TagType.DOUBLE || raw.bits() <= 32;
                if (!exact || Conversion.fault(raw, type).isPresent()) {
                    continue;
                }
                Conversion conversion = new Conversion(raw, type, Scaling.NONE);
                for (int i = 0; i < 200; i++) {
                    BigInteger value = i == 0 ? raw.min() : i == 1 ? raw.max() : random(raw, random);
                    Object tagValue = conversion.toTag(value);
                    assertThat(tagValue).as("seed %d", seed).isInstanceOf(type.valueClass());
                    assertThat(conversion.toRaw(tagValue))
                            .as("%s %s %d", raw, type, seed)
                            .isEqualTo(value);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(5000);
    }

    @Test
    void scalingGoesToTheNearestCountAndStaysInRange() {
        Conversion level = new Conversion(RawType.INT16, TagType.FLOAT, new Scaling(0.1, -10));

        assertThat(level.toTag(BigInteger.valueOf(123))).isEqualTo(2.3f);
        assertThat(level.toRaw(2.3f)).isEqualTo(BigInteger.valueOf(123));
        assertThat(level.toRaw(2.34f)).isEqualTo(BigInteger.valueOf(123));
        assertThat(level.toRaw(3266.7f)).isEqualTo(BigInteger.valueOf(32767));
        assertThat(level.toRaw(3266.8f)).isNull();
        assertThat(level.toRaw(Float.NaN)).isNull();
        assertThat(level.toRaw(Float.POSITIVE_INFINITY)).isNull();
    }

    @Test
    void scaledIntegerTagsRoundAndSayWhenTheyOverflow() {
        Conversion tenfold = new Conversion(RawType.INT16, TagType.INT16, new Scaling(10, 0));

        assertThat(tenfold.toTag(BigInteger.valueOf(3))).isEqualTo((short) 30);
        assertThat(tenfold.toTag(BigInteger.valueOf(4000))).isNull();
        assertThat(tenfold.toRaw((short) 34)).isEqualTo(BigInteger.valueOf(3));
    }

    @Test
    void withoutScalingOnlyWholeNumbersGoIntoWholeNumbers() {
        Conversion whole = new Conversion(RawType.UINT16, TagType.DOUBLE, Scaling.NONE);

        assertThat(whole.toRaw(65535.0)).isEqualTo(BigInteger.valueOf(65535));
        assertThat(whole.toRaw(65536.0)).isNull();
        assertThat(whole.toRaw(-1.0)).isNull();
        assertThat(whole.toRaw(1.5)).isNull();
    }

    @Test
    void doublesThatAFloatCannotHoldAreRefused() {
        Conversion narrow = new Conversion(RawType.FLOAT32, TagType.DOUBLE, Scaling.NONE);

        assertThat(narrow.toRaw(0.1)).isEqualTo(0.1f);
        assertThat(narrow.toRaw(1e39)).isNull();
    }

    private static BigInteger random(RawType raw, SplittableRandom random) {
        BigInteger value = BigInteger.valueOf(random.nextLong());
        BigInteger span = raw.max().subtract(raw.min()).add(BigInteger.ONE);
        return value.mod(span).add(raw.min());
    }
}
