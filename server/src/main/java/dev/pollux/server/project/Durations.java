package dev.pollux.server.project;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as they are written: a whole number and one unit. */
final class Durations {
    static final String REGEX = "[0-9]{1,9}(ms|s|m|h)";

    /** For what lasts long. */
    static final String SPAN_REGEX = "[0-9]{1,9}(h|d)";

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1),
            "d",
            Duration.ofDays(1));

    private Durations() {}

    static Optional<Duration> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        Duration unit = UNITS.getOrDefault(written.group(2), Duration.ZERO);
        return Optional.of(unit.multipliedBy(Long.parseLong(written.group(1))));
    }

    /** The shortest text that stands for the duration; finer than milliseconds, which no file can hold, ISO 8601. */
    static String text(Duration duration) {
        if (!duration.equals(Duration.ofMillis(duration.toMillis()))) {
            return duration.toString();
        }
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
