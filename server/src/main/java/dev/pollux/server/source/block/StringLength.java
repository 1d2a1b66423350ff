package dev.pollux.server.source.block;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The type {@code STRING(n)}, common to all protocols. */
final class StringLength {
    private static final Pattern SHAPE = Pattern.compile("STRING(?:\\((\\d{1,5})\\))?");

    private StringLength() {}

    /** The length; empty if the type is no string. */
    static Optional<Integer> parse(String type, int max) {
        Matcher parts = SHAPE.matcher(type);
        if (!parts.matches()) {
            return Optional.empty();
        }
        if (parts.group(1) == null) {
            throw new IllegalArgumentException("a STRING needs its length, for example STRING(20)");
        }
        int length = Integer.parseInt(parts.group(1));
        if (length < 1 || length > max) {
            throw new IllegalArgumentException("length " + length + " of a STRING is not within 1.." + max);
        }
        return Optional.of(length);
    }
}
