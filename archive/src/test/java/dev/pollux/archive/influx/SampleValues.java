package dev.pollux.archive.influx;

import dev.pollux.archive.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values and names that are easily spoilt on the way through text. */
final class SampleValues {
    static final List<Value> ALL = List.of(
            Value.NULL,
            new Value(Value.BOOLEAN, true),
            new Value(Value.BOOLEAN, false),
            new Value(Value.SBYTE, (byte) -128),
            new Value(Value.BYTE, (short) 255),
            new Value(Value.INT16, Short.MIN_VALUE),
            new Value(Value.UINT16, 65_535),
            new Value(Value.INT32, Integer.MIN_VALUE),
            new Value(Value.UINT32, 4_294_967_295L),
            new Value(Value.INT64, Long.MAX_VALUE),
            new Value(Value.INT64, Long.MIN_VALUE),
            new Value(Value.UINT64, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)),
            new Value(Value.UINT64, BigInteger.ZERO),
            new Value(Value.FLOAT, 1.1f),
            new Value(Value.FLOAT, Float.MIN_VALUE),
            new Value(Value.FLOAT, Float.NaN),
            new Value(Value.FLOAT, Float.intBitsToFloat(0xffc00001)),
            new Value(Value.FLOAT, Float.NEGATIVE_INFINITY),
            Value.of(0.1 + 0.2),
            Value.of(-0.0),
            Value.of(0.0),
            Value.of(1e300),
            Value.of(123456789012345680000.0),
            Value.of(Double.MIN_VALUE),
            Value.of(Double.MAX_VALUE),
            Value.of(Double.NaN),
            Value.of(Double.longBitsToDouble(0xfff8000000000000L)),
            Value.of(Double.POSITIVE_INFINITY),
            Value.of(Double.NEGATIVE_INFINITY),
            new Value(Value.STRING, null),
            new Value(Value.STRING, ""),
            new Value(Value.STRING, "NaN"),
            new Value(Value.STRING, "tank \"3\" \\ 5°C,\n\r\t= \u0000 <&> 水 \uD83D\uDCA7\\"),
            new Value(Value.STRING, "half a pair: \uD83D."),
            new Value(Value.STRING, "x".repeat(60_000)),
            new Value(Value.DATE_TIME, 0L),
            new Value(Value.DATE_TIME, 2_650_467_743_999_999_999L),
            Value.encoded(new byte[0]),
            Value.encoded("some structure".getBytes(StandardCharsets.UTF_8)));

    static final List<String> NAMES = List.of(
            "T100.Level",
            "T100.Level|Average",
            "a b,c=d",
            "ns=2;s=A\\ B\\,C\"q'",
            "ends with \\",
            "two\nlines\u0000",
            "100 %",
            "%41",
            "%",
            "'; DROP DATABASE x; --",
            "Füllstand 水 \uD83D\uDCA7",
            " blank ",
            "#comment",
            "id");

    private SampleValues() {}

    /** The bits of a floating point number, which {@code equals} does not look at; otherwise 0. */
    static long bits(Value value) {
        return value.content() instanceof Double d
                ? Double.doubleToRawLongBits(d)
                : value.content() instanceof Float f ? Float.floatToRawIntBits(f) : 0;
    }
}
