package dev.pollux.server.source.block;

import dev.pollux.server.tag.Scaling;
import dev.pollux.server.tag.TagType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From the raw value of an address to the engineering value of a tag and back.
 *
 * @param raw layout in the device
 * @param type type of the tag
 * @param scaling raw to engineering
 */
public record Conversion(RawType raw, TagType type, Scaling scaling) {
    public Conversion {
        fault(raw, type).ifPresent(rule -> {
            throw new IllegalArgumentException(rule);
        });
    }

    /**
     * Why values of {@code raw} cannot be values of {@code type}: every raw value must have a place. Whole numbers may
     * feed FLOAT and DOUBLE, which is what scaling is for; 64 bits only DOUBLE.
     */
    public static Optional<String> fault(RawType raw, TagType type) {
        boolean fits = switch (type) {
            case BOOLEAN -> raw == RawType.BIT;
            case STRING -> raw == RawType.STRING;
            case FLOAT -> raw == RawType.FLOAT32 || (raw.integer() && raw.bits() <= 32);
            case DOUBLE -> raw == RawType.FLOAT32 || raw == RawType.FLOAT64 || raw.integer();
            case SBYTE, BYTE, INT16, UINT16, INT32, UINT32, INT64, UINT64 ->
                raw.integer()
                        && raw.min().compareTo(like(type).min()) >= 0
                        && raw.max().compareTo(like(type).max()) <= 0;
        };
        return fits
                ? Optional.empty()
                : Optional.of("a raw " + raw + " does not fit into a tag of type " + type + " without loss");
    }

    /**
     * The value of the tag.
     *
     * @return an instance of the tag type's class; null if a scaled value is outside of an integer tag's range
     */
    public @Nullable Object toTag(Object rawValue) {
        if (!(rawValue instanceof Number number)) {
            return rawValue;
        }
        if (type == TagType.FLOAT) {
            return plain() ? number.floatValue() : (float) scaling.toEngineering(number.doubleValue());
        }
        if (type == TagType.DOUBLE) {
            return plain() ? number.doubleValue() : scaling.toEngineering(number.doubleValue());
        }
        BigInteger whole =
                plain() ? (BigInteger) number : nearest(scaling.toEngineering(number.doubleValue()), like(type));
        return whole == null ? null : boxed(whole);
    }

    /**
     * The raw value to write. Scaled values go to the nearest raw count; without scaling a whole number in the device
     * takes whole numbers only. NaN and the infinities are never written to a device.
     *
     * @param value an instance of the tag type's class
     * @return null if the device has no place for the value
     */
    public @Nullable Object toRaw(Object value) {
        if (!(value instanceof Number number)) {
            return value;
        }
        if (plain() && like(type).integer()) {
            return within(number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue()));
        }
        double engineering = number.doubleValue();
        double scaled = plain() ? engineering : scaling.toRaw(engineering);
        if (!Double.isFinite(scaled)) {
            return null;
        }
        if (raw == RawType.FLOAT64) {
            return scaled;
        }
        if (raw == RawType.FLOAT32) {
            float narrow = (float) scaled;
            return Float.isFinite(narrow) ? narrow : null;
        }
        return plain() && scaled != Math.rint(scaled) ? null : nearest(scaled, raw);
    }

    private boolean plain() {
        return scaling.factor() == 1 && scaling.offset() == 0;
    }

    private @Nullable BigInteger within(BigInteger whole) {
        return whole.compareTo(raw.min()) < 0 || whole.compareTo(raw.max()) > 0 ? null : whole;
    }

    private static @Nullable BigInteger nearest(double value, RawType range) {
        if (!Double.isFinite(value)) {
            return null;
        }
        BigInteger whole =
                new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
        return whole.compareTo(range.min()) < 0 || whole.compareTo(range.max()) > 0 ? null : whole;
    }

    private Object boxed(BigInteger whole) {
        return switch (type) {
            case SBYTE -> whole.byteValueExact();
            case BYTE, INT16 -> whole.shortValueExact();
            case UINT16, INT32 -> whole.intValueExact();
            case UINT32, INT64 -> whole.longValueExact();
            case UINT64 -> whole;
            case BOOLEAN, FLOAT, DOUBLE, STRING -> throw new IllegalStateException(type + " is no integer");
        };
    }

    /** The layout with the same set of values as a numeric tag type. */
    private static RawType like(TagType type) {
        return switch (type) {
            case SBYTE -> RawType.INT8;
            case BYTE -> RawType.UINT8;
            case INT16 -> RawType.INT16;
            case UINT16 -> RawType.UINT16;
            case INT32 -> RawType.INT32;
            case UINT32 -> RawType.UINT32;
            case INT64 -> RawType.INT64;
            case UINT64 -> RawType.UINT64;
            case FLOAT -> RawType.FLOAT32;
            case DOUBLE -> RawType.FLOAT64;
            case BOOLEAN -> RawType.BIT;
            case STRING -> RawType.STRING;
        };
    }
}
