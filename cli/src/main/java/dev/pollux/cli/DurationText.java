package dev.pollux.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 1.5s}, {@code 2m}, {@code 1h}. Limits: 1 ms to 24 h. */
final class DurationText implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)");
    private static final Duration MAX = Duration.ofHours(24);

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' must be a time like 500ms, 60s, 2m or 1h");
        }
        double millis = Double.parseDouble(form.group(1)) * unitMillis(form.group(2));
        Duration duration = Duration.ofMillis(Math.round(millis));
        if (duration.isZero() || duration.compareTo(MAX) > 0) {
            throw new TypeConversionException("'" + text + "' must be at least 1ms and at most 24h");
        }
        return duration;
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> throw new IllegalArgumentException(unit);
        };
    }
}
