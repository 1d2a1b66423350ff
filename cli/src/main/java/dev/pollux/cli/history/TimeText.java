package dev.pollux.cli.history;

import dev.pollux.archive.Ticks;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instants and spans as operators write them, and instants as files hold them. Pure. */
public final class TimeText {
    private static final String RULE =
            "must be a time like 2026-11-21T13:00:00Z, 2026-11-21T13:00, 2026-11-21, now or -1h";
    private static final String SPAN_RULE = "must be a span like 500ms, 10s, 5m, 1h or 7d, at most 3660d";
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|d|w)");
    private static final Duration SPAN_MAX = Duration.ofDays(3660);
    private static final DateTimeFormatter EXACT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 7, 7, true)
            .appendLiteral('Z')
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TimeText() {}

    /**
     * An instant: with {@code Z} or an offset, or without one in the zone that is given; a date for its midnight;
     * {@code now}; or a span before now as {@code -1h} or {@code -1d12h}.
     *
     * @throws IllegalArgumentException with the text and the rule
     */
    public static Instant instant(String text, Instant now, ZoneId zone) {
        String stripped = text.strip();
        if (stripped.equalsIgnoreCase("now")) {
            return now;
        }
        if (stripped.startsWith("-")) {
            return bounded(now.minus(spans(stripped.substring(1), text)), text);
        }
        try {
            if (stripped.length() == 10) {
                return bounded(LocalDate.parse(stripped).atStartOfDay(zone).toInstant(), text);
            }
            boolean offset = stripped.matches(".*(?i)(Z|[+-]\\d\\d:?\\d\\d)$") && stripped.contains("T");
            return bounded(
                    offset && !stripped.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]*")
                            ? OffsetDateTime.parse(stripped).toInstant()
                            : LocalDateTime.parse(stripped).atZone(zone).toInstant(),
                    text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' " + RULE, e);
        }
    }

    /**
     * A span from 1 ms to 3660 days: {@code 500ms}, {@code 1.5s}, {@code 7d}.
     *
     * @throws IllegalArgumentException with the text and the rule
     */
    public static Duration span(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        Matcher form = SPAN.matcher(stripped);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' " + SPAN_RULE);
        }
        Duration span = one(form);
        if (span.isZero() || span.compareTo(SPAN_MAX) > 0) {
            throw new IllegalArgumentException("'" + text + "' " + SPAN_RULE);
        }
        return span;
    }

    /** An instant as files hold it: UTC, always with seven decimals, so that texts sort as instants do. */
    public static String exact(long ticks) {
        return EXACT.format(Ticks.toInstant(ticks));
    }

    /**
     * The instant of a file, in {@link Ticks}.
     *
     * @throws IllegalArgumentException with the text and the rule
     */
    public static long ticks(String text) {
        Instant instant;
        try {
            instant = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' must be a time like 2026-11-21T13:00:00.1234567Z", e);
        }
        long ticks = Ticks.of(instant);
        if (!Ticks.toInstant(ticks).equals(instant) || ticks >= Ticks.MAX) {
            throw new IllegalArgumentException("'" + text + "' must be from 1601 to 9999 and not finer than 100 ns");
        }
        return ticks;
    }

    private static Duration spans(String text, String whole) {
        Matcher form = SPAN.matcher(text.toLowerCase(Locale.ROOT));
        Duration sum = Duration.ZERO;
        int end = 0;
        while (end < text.length() && form.find(end) && form.start() == end) {
            sum = sum.plus(one(form));
            end = form.end();
        }
        if (end == 0 || end < text.length()) {
            throw new IllegalArgumentException("'" + whole + "' " + RULE);
        }
        return sum;
    }

    private static Duration one(Matcher form) {
        return Duration.ofMillis(Math.round(Double.parseDouble(form.group(1)) * unitMillis(form.group(2))));
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            case "w" -> 7 * 86_400_000;
            default -> throw new IllegalArgumentException(unit);
        };
    }

    private static Instant bounded(Instant instant, String text) {
        if (instant.isBefore(Ticks.toInstant(Ticks.MIN)) || !instant.isBefore(Ticks.toInstant(Ticks.MAX))) {
            throw new IllegalArgumentException("'" + text + "' must be from 1601 to 9999");
        }
        return instant;
    }
}
