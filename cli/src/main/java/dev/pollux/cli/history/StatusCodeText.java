package dev.pollux.cli.history;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.StatusCodes;

/** Status codes with all their 32 bits: by name where that says all, otherwise as {@code 0x40AC0408}. Pure. */
final class StatusCodeText {
    private static final Map<Long, String> NAMES = names();
    private static final Map<String, Long> CODES = codes(NAMES);

    private StatusCodeText() {}

    static String of(long code) {
        String name = NAMES.get(code);
        return name == null ? String.format(Locale.ROOT, "0x%08X", code) : name;
    }

    static long parse(String text) {
        Long code = CODES.get(text);
        if (code != null) {
            return code;
        }
        if (text.matches("0x[0-9A-Fa-f]{8}")) {
            return Long.parseLong(text.substring(2), 16);
        }
        throw new IllegalArgumentException("'" + text + "' must be a status code like Good, Bad_NoData or 0x40AC0408");
    }

    /** The severity and the sub code are the upper half (OPC 10000-4 §7.39); the stack knows no list of them. */
    private static Map<Long, String> names() {
        Map<Long, String> names = new HashMap<>();
        for (long upper = 0; upper <= 0xFFFF; upper++) {
            long code = upper << 16;
            StatusCodes.lookup(code).ifPresent(known -> names.put(code, known[0]));
        }
        names.put(0L, "Good");
        return names;
    }

    private static Map<String, Long> codes(Map<Long, String> names) {
        Map<String, Long> codes = new HashMap<>();
        names.forEach((code, name) -> codes.put(name, code));
        return codes;
    }
}
