package dev.pollux.archive.influx;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's version as {@code /ping} tells it, as far as it matters. */
record InfluxVersion(int major, int minor, String text) {
    private static final Pattern NUMBERS = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4}).*");

    /** Reads {@code 1.6.7~rc0} or {@code v2.7.1}; what says nothing counts as 1.8, which every compatible server is. */
    static InfluxVersion of(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        return numbers.matches()
                ? new InfluxVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), text)
                : new InfluxVersion(1, 8, text);
    }

    /** Whether it lacks {@code /api/v2/write}. */
    boolean beforeNewPath() {
        return major == 1 && minor < 8;
    }
}
