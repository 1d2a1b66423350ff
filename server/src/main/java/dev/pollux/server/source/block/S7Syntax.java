package dev.pollux.server.source.block;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses of S7 tags: {@code DB1:12:REAL}, {@code DB1:4.3}, {@code M:10:INT}, {@code I:0.1}, {@code Q:2:BYTE}.
 * Numbers are byte offsets from 0, as in STEP 7.
 */
public final class S7Syntax {
    /** Longest string: with its two bytes of header it fills one request. */
    public static final int STRING_LENGTH_MAX = 198;

    private static final int OFFSET_MAX = 65535;

    private static final Pattern SHAPE =
            Pattern.compile("(?:DB(\\d{1,9})|([MIQ])):(\\d{1,9})(?:\\.(\\d{1,5})|:([^:]+))");

    private S7Syntax() {}

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException naming the broken rule
     */
    public static PlcAddress parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("an S7 address is one of DB<n>:<byte>:<TYPE>, DB<n>:<byte>.<bit>,"
                    + " M:<byte>:<TYPE>, I:..., Q:...");
        }
        Region region = region(parts.group(1), parts.group(2));
        int offset = Integer.parseInt(parts.group(3));
        String type = parts.group(5);
        if (type == null) {
            int bit = ModbusSyntax.bit(parts.group(4), 8);
            return new PlcAddress(cells(region, offset, 1), RawType.BIT, WordOrder.ABCD, bit, 0);
        }
        Optional<Integer> length = StringLength.parse(type, STRING_LENGTH_MAX);
        if (length.isPresent()) {
            return new PlcAddress(
                    cells(region, offset, length.get() + 2), RawType.STRING, WordOrder.ABCD, -1, length.get());
        }
        RawType raw = raw(type);
        return new PlcAddress(cells(region, offset, raw.bytes()), raw, WordOrder.ABCD, -1, 0);
    }

    private static RawType raw(String type) {
        return switch (type) {
            case "SINT" -> RawType.INT8;
            case "USINT", "BYTE" -> RawType.UINT8;
            case "INT" -> RawType.INT16;
            case "UINT", "WORD" -> RawType.UINT16;
            case "DINT" -> RawType.INT32;
            case "UDINT", "DWORD" -> RawType.UINT32;
            case "LINT" -> RawType.INT64;
            case "ULINT", "LWORD" -> RawType.UINT64;
            case "REAL" -> RawType.FLOAT32;
            case "LREAL" -> RawType.FLOAT64;
            default ->
                throw new IllegalArgumentException("type " + type + " is none of SINT, USINT, BYTE, INT, UINT, WORD,"
                        + " DINT, UDINT, DWORD, LINT, ULINT, LWORD, REAL, LREAL, STRING(n); a bit is DB1:4.3");
        };
    }

    private static Region region(String dataBlock, String area) {
        if (dataBlock != null) {
            int number = Integer.parseInt(dataBlock);
            if (number < 1 || number > 65535) {
                throw new IllegalArgumentException("data block " + number + " is not within 1..65535");
            }
            return new Region(Table.DATA_BLOCK, number);
        }
        return switch (area) {
            case "M" -> new Region(Table.MARKER, 0);
            case "I" -> new Region(Table.PROCESS_INPUT, 0);
            default -> new Region(Table.PROCESS_OUTPUT, 0);
        };
    }

    private static Block cells(Region region, int offset, int count) {
        if (offset + count - 1 > OFFSET_MAX) {
            throw new IllegalArgumentException("byte " + offset + (count == 1 ? "" : " with " + count + " bytes")
                    + " is not within 0.." + OFFSET_MAX);
        }
        return new Block(region, offset, count);
    }
}
