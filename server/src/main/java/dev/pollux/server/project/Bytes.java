package dev.pollux.server.project;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as they are written: a whole number and one unit. */
final class Bytes {
    static final String REGEX = "[0-9]{1,9}(MiB|GiB|TiB)";

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})(MiB|GiB|TiB)");
    private static final Map<String, Integer> SHIFTS = Map.of("MiB", 20, "GiB", 30, "TiB", 40);
    private static final long TERA_MAX = Long.MAX_VALUE >> 40;

    private Bytes() {}

    static Optional<Long> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        int shift = SHIFTS.getOrDefault(written.group(2), 0);
        long number = Long.parseLong(written.group(1));
        return shift == 40 && number > TERA_MAX ? Optional.empty() : Optional.of(number << shift);
    }
}
