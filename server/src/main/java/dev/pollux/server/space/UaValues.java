package dev.pollux.server.space;

import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.TagType;
import java.math.BigInteger;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;

/** Between the values of tags and those of the OPC UA stack. */
public final class UaValues {
    private UaValues() {}

    /**
     * A sample as DataValue with both time stamps. A value that does not fit the tag's type shows as Bad_TypeMismatch:
     * one broken source must not take the answer for all other tags with it.
     */
    public static DataValue dataValue(TagType type, Sample sample, DateTime serverTime) {
        DateTime sourceTime = new DateTime(sample.sourceTime());
        try {
            return new DataValue(variant(type, sample.value()), status(sample.quality()), sourceTime, serverTime);
        } catch (ClassCastException | NumberFormatException e) {
            return new DataValue(
                    Variant.NULL_VALUE, new StatusCode(StatusCodes.Bad_TypeMismatch), sourceTime, serverTime);
        }
    }

    /** The StatusCode of a quality. */
    public static StatusCode status(Quality quality) {
        return new StatusCode(Integer.toUnsignedLong(quality.code()));
    }

    private static Variant variant(TagType type, @Nullable Object value) {
        return value == null ? Variant.NULL_VALUE : new Variant(toStack(type, value));
    }

    private static Object toStack(TagType type, Object value) {
        return switch (type) {
            case BYTE -> Unsigned.ubyte((Short) value);
            case UINT16 -> Unsigned.ushort((Integer) value);
            case UINT32 -> Unsigned.uint((Long) value);
            case UINT64 -> ULong.valueOf((BigInteger) value);
            case BOOLEAN, SBYTE, INT16, INT32, INT64, FLOAT, DOUBLE, STRING ->
                type.valueClass().cast(value);
        };
    }

    /** The value that a client wrote, as the tag's value class; empty if it has another built-in type. */
    public static Optional<Object> fromStack(TagType type, @Nullable Object value) {
        Object result = switch (type) {
            case BYTE -> value instanceof UByte number ? (Object) number.shortValue() : null;
            case UINT16 -> value instanceof UShort number ? (Object) number.intValue() : null;
            case UINT32 -> value instanceof UInteger number ? (Object) number.longValue() : null;
            case UINT64 -> value instanceof ULong number ? number.toBigInteger() : null;
            case BOOLEAN, SBYTE, INT16, INT32, INT64, FLOAT, DOUBLE, STRING ->
                type.valueClass().isInstance(value) ? value : null;
        };
        return Optional.ofNullable(result);
    }
}
