package dev.pollux.server.source.block;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses of Modbus tags: {@code [unit=U;]coil:N}, {@code discrete:N}, {@code holding:N:TYPE[:ORDER]},
 * {@code input:N:TYPE[:ORDER]}, {@code holding:N.B}. Numbers are those of device manuals: the first register is 1.
 */
public final class ModbusSyntax {
    /** The highest number; a value must end at or below it. */
    public static final int NUMBER_MAX = 65535;

    /** Longest string: 123 registers, which is what one write request can carry (V1.1b3 §6.12). */
    public static final int STRING_LENGTH_MAX = 246;

    private static final Pattern SHAPE =
            Pattern.compile("(?:unit=(\\d{1,5});)?([a-z]+):(\\d{1,9})(?:\\.(\\d{1,5}))?(?::([^:]*))?(?::([^:]*))?");

    private static final String FORMS =
            "coil:N, discrete:N, holding:N:TYPE[:ORDER], input:N:TYPE[:ORDER] or holding:N.B";

    private ModbusSyntax() {}

    /**
     * Reads an address.
     *
     * @param text the address
     * @param unit unit identifier if the address names none
     * @throws IllegalArgumentException naming the broken rule
     */
    public static PlcAddress parse(String text, int unit) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a Modbus address is one of " + FORMS);
        }
        Region region = new Region(table(parts.group(2)), unit(parts.group(1), unit));
        int number = Integer.parseInt(parts.group(3));
        String type = parts.group(5);
        String order = parts.group(6);
        String bit = parts.group(4);
        if (region.table().cellBits() == 1) {
            if (type != null || bit != null) {
                throw new IllegalArgumentException(
                        "a " + parts.group(2) + " is a single bit: no type and no bit number may follow the number");
            }
            return new PlcAddress(cells(region, number, 1), RawType.BIT, WordOrder.ABCD, -1, 0);
        }
        if (bit != null) {
            if (type != null) {
                throw new IllegalArgumentException("a bit of a register has no type: leave out what follows " + bit);
            }
            return new PlcAddress(cells(region, number, 1), RawType.BIT, WordOrder.ABCD, bit(bit, 16), 0);
        }
        if (type == null) {
            throw new IllegalArgumentException(
                    "a register needs a type, for example " + parts.group(2) + ":" + number + ":UINT16");
        }
        return typed(region, number, type, order);
    }

    private static PlcAddress typed(Region region, int number, String type, String orderText) {
        WordOrder order = orderText == null ? WordOrder.ABCD : order(orderText);
        Optional<Integer> length = StringLength.parse(type, STRING_LENGTH_MAX);
        if (length.isPresent()) {
            if (order == WordOrder.CDAB || order == WordOrder.DCBA) {
                throw new IllegalArgumentException("a STRING has the order ABCD or BADC, not " + order);
            }
            return new PlcAddress(
                    cells(region, number, (length.get() + 1) / 2), RawType.STRING, order, -1, length.get());
        }
        RawType raw = switch (type) {
            case "INT16" -> RawType.INT16;
            case "UINT16" -> RawType.UINT16;
            case "INT32" -> RawType.INT32;
            case "UINT32" -> RawType.UINT32;
            case "INT64" -> RawType.INT64;
            case "UINT64" -> RawType.UINT64;
            case "FLOAT32" -> RawType.FLOAT32;
            case "FLOAT64" -> RawType.FLOAT64;
            default ->
                throw new IllegalArgumentException("type " + type + " is none of INT16, UINT16, INT32, UINT32,"
                        + " INT64, UINT64, FLOAT32, FLOAT64, STRING(n)");
        };
        return new PlcAddress(cells(region, number, raw.bits() / 16), raw, order, -1, 0);
    }

    private static Table table(String name) {
        return switch (name) {
            case "coil" -> Table.COIL;
            case "discrete" -> Table.DISCRETE;
            case "holding" -> Table.HOLDING;
            case "input" -> Table.INPUT;
            default ->
                throw new IllegalArgumentException("area " + name + " is none of coil, discrete, holding, input");
        };
    }

    private static int unit(String text, int unit) {
        int number = text == null ? unit : Integer.parseInt(text);
        if (number > 255) {
            throw new IllegalArgumentException("unit " + number + " is not within 0..255");
        }
        return number;
    }

    private static Block cells(Region region, int number, int count) {
        if (number < 1 || number + count - 1 > NUMBER_MAX) {
            throw new IllegalArgumentException("number " + number + (count == 1 ? "" : " with " + count + " registers")
                    + " is not within 1.." + NUMBER_MAX + " (the first "
                    + region.table().name().toLowerCase(Locale.ROOT) + " is 1)");
        }
        return new Block(region, number - 1, count);
    }

    static int bit(String text, int bits) {
        int bit = Integer.parseInt(text);
        if (bit >= bits) {
            throw new IllegalArgumentException("bit " + bit + " is not within 0.." + (bits - 1));
        }
        return bit;
    }

    private static WordOrder order(String text) {
        return Arrays.stream(WordOrder.values())
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("order " + text + " is none of ABCD, CDAB, BADC, DCBA"));
    }
}
