package dev.pollux.cli.pair;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;

/** Turns text into a value of a built-in type (OPC 10000-6 §5.1.2). Pure. */
public final class TypedValue {
    private TypedValue() {}

    /**
     * The value that is meant.
     *
     * @param builtInType number of the type, 1 (Boolean) to 12 (String)
     * @throws CommandFailure with {@link ExitCode#USAGE} naming the text and the rule
     */
    public static Object parse(String text, int builtInType) {
        return switch (builtInType) {
            case 1 -> bool(text);
            case 2 -> whole(text, "SByte", -128, 127).byteValue();
            case 3 -> UByte.valueOf(whole(text, "Byte", 0, 255).longValue());
            case 4 -> whole(text, "Int16", Short.MIN_VALUE, Short.MAX_VALUE).shortValue();
            case 5 -> UShort.valueOf(whole(text, "UInt16", 0, 65_535).intValue());
            case 6 -> whole(text, "Int32", Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
            case 7 -> UInteger.valueOf(whole(text, "UInt32", 0, 0xFFFF_FFFFL).longValue());
            case 8 -> whole(text, "Int64", Long.MIN_VALUE, Long.MAX_VALUE).longValue();
            case 9 -> ULong.valueOf(wholeUnsignedLong(text));
            case 10 -> real(text, "Float", Float.MAX_VALUE).floatValue();
            case 11 -> real(text, "Double", Double.MAX_VALUE).doubleValue();
            case 12 -> text;
            default ->
                throw new CommandFailure(
                        ExitCode.FAILED, "a value of the built-in type " + builtInType + " cannot be given as text");
        };
    }

    private static Boolean bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "on" -> true;
            case "false", "0", "off" -> false;
            default -> throw wrong(text, "true or false (Boolean)");
        };
    }

    private static BigInteger whole(String text, String type, long min, long max) {
        return whole(text, type, BigInteger.valueOf(min), BigInteger.valueOf(max));
    }

    private static BigInteger wholeUnsignedLong(String text) {
        return whole(
                text, "UInt64", BigInteger.ZERO, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
    }

    private static BigInteger whole(String text, String type, BigInteger min, BigInteger max) {
        String rule = "a whole number from " + min + " to " + max + " (" + type + ")";
        String digits = text.strip();
        if (!digits.matches("[+-]?\\d{1,30}")) {
            throw wrong(text, rule);
        }
        BigInteger number = new BigInteger(digits.startsWith("+") ? digits.substring(1) : digits);
        if (number.compareTo(min) < 0 || number.compareTo(max) > 0) {
            throw wrong(text, rule);
        }
        return number;
    }

    private static BigDecimal real(String text, String type, double max) {
        String rule = "a number like 2.5 or -1e3, at most " + max + " (" + type + ")";
        if (!text.strip().matches("[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?")) {
            throw wrong(text, rule);
        }
        BigDecimal number = new BigDecimal(text.strip());
        if (number.abs().compareTo(BigDecimal.valueOf(max)) > 0) {
            throw wrong(text, rule);
        }
        return number;
    }

    private static CommandFailure wrong(String text, String rule) {
        return new CommandFailure(ExitCode.USAGE, "VALUE '" + ValueText.oneLine(text) + "' must be " + rule);
    }
}
