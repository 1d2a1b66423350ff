package dev.pollux.server.project;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The shapes that several keys share. */
final class Shapes {
    private static final Set<Source.Kind> TEXT = Set.of(Source.Kind.TEXT);
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?([0-9]{1,400}(\\.[0-9]{0,400})?|\\.[0-9]{1,400})([eE][-+]?[0-9]{1,5})?");

    private Shapes() {}

    /** Text that matches a pattern as a whole. */
    static Plain<String> matching(String rule, int lengthMax, String regex) {
        return matching(rule, lengthMax, regex, Optional::of);
    }

    /** Text that matches a pattern as a whole and that {@code parse} takes. */
    static <T> Plain<T> matching(String rule, int lengthMax, String regex, Function<String, Optional<T>> parse) {
        Pattern pattern = Pattern.compile(regex);
        Map<String, Object> schema = textSchema(lengthMax);
        schema.put("pattern", "^(?:" + regex + ")$");
        Function<String, Optional<T>> checked = text ->
                text.length() <= lengthMax && pattern.matcher(text).matches() ? parse.apply(text) : Optional.empty();
        return new Plain<>(rule, TEXT, checked, schema, List.of(), false);
    }

    /** Any text on one line, for people to read. */
    static Plain<String> freeText(int lengthMax) {
        return new Plain<>(
                "text of at most " + lengthMax + " characters without control characters",
                TEXT,
                text -> text.length() <= lengthMax && text.chars().noneMatch(Character::isISOControl)
                        ? Optional.of(text)
                        : Optional.empty(),
                textSchema(lengthMax),
                List.of(),
                false);
    }

    static Plain<Integer> whole(int min, int max) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "integer");
        schema.put("minimum", min);
        schema.put("maximum", max);
        return new Plain<>(
                "a whole number from " + min + " to " + max,
                Set.of(Source.Kind.INTEGER),
                text -> Optional.of(text)
                        .filter(written -> WHOLE.matcher(written).matches())
                        .map(Long::valueOf)
                        .filter(value -> value >= min && value <= max)
                        .map(Long::intValue),
                schema,
                List.of(),
                false);
    }

    static Plain<Double> number(String rule, Condition allowed) {
        return new Plain<>(
                rule,
                Set.of(Source.Kind.INTEGER, Source.Kind.FLOAT),
                text -> Optional.of(text)
                        .filter(written -> NUMBER.matcher(written).matches())
                        .map(Double::valueOf)
                        .filter(value -> Double.isFinite(value) && allowed.test(value))
                        .map(value -> value + 0.0), // -0 is 0
                new LinkedHashMap<>(Map.of("type", "number")),
                List.of(),
                false);
    }

    static Plain<Boolean> flag() {
        return new Plain<>(
                "true or false",
                Set.of(Source.Kind.BOOLEAN),
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                },
                new LinkedHashMap<>(Map.of("type", "boolean")),
                List.of(),
                false);
    }

    static Plain<Duration> duration(String min, String max) {
        Duration shortest = Durations.parse(min).orElseThrow();
        Duration longest = Durations.parse(max).orElseThrow();
        return matching(
                "a duration from " + min + " to " + max + ", a whole number with ms, s, m or h",
                11,
                Durations.REGEX,
                text -> Durations.parse(text)
                        .filter(value -> value.compareTo(shortest) >= 0 && value.compareTo(longest) <= 0));
    }

    /** A long duration: hours or days. */
    static Plain<Duration> span(String min, String max) {
        Duration shortest = Durations.parse(min).orElseThrow();
        Duration longest = Durations.parse(max).orElseThrow();
        return matching(
                "a duration from " + min + " to " + max + ", a whole number with h or d",
                11,
                Durations.SPAN_REGEX,
                text -> Durations.parse(text)
                        .filter(value -> value.compareTo(shortest) >= 0 && value.compareTo(longest) <= 0));
    }

    /** A number of bytes. */
    static Plain<Long> bytes(String min, String max) {
        long least = Bytes.parse(min).orElseThrow();
        long most = Bytes.parse(max).orElseThrow();
        return matching(
                "a size from " + min + " to " + max + ", a whole number with MiB, GiB or TiB",
                12,
                Bytes.REGEX,
                text -> Bytes.parse(text).filter(value -> value >= least && value <= most));
    }

    /** The constants of an enum, written {@code lower-case}. */
    static <E extends Enum<E>> Plain<E> oneOf(Class<E> type) {
        Map<String, E> words = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants()).forEach(constant -> words.put(word(constant), constant));
        return oneOf(words);
    }

    static <T> Plain<T> oneOf(Map<String, T> words) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("enum", List.copyOf(words.keySet()));
        return new Plain<>(
                "one of " + String.join(", ", words.keySet()),
                TEXT,
                text -> Optional.ofNullable(words.get(text)),
                schema,
                List.copyOf(words.keySet()),
                false);
    }

    /** How a constant is written in a file. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, Object> textSchema(int lengthMax) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("maxLength", lengthMax);
        return schema;
    }

    /** A condition on a number. */
    @FunctionalInterface
    interface Condition {
        boolean test(double value);
    }
}
