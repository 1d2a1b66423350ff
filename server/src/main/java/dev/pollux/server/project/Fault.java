package dev.pollux.server.project;

import java.util.Optional;

/**
 * One mistake in a configuration, told so that it can be put right: place, value and rule. Always prints as one line,
 * whatever was read: {@code tags/intake.yaml:14: tags[3].range.low: 12 — must be below range.high (10)}.
 *
 * @param file as the operator knows it: relative to the project directory, or the station file's name
 * @param line from 1; 0 when the file as a whole is meant
 * @param key dotted path of the key, in CSV files the name of the column; empty when no key is meant
 * @param value as written, shortened; empty when nothing is written or when it must not be repeated
 * @param rule that is broken
 */
public record Fault(String file, int line, String key, Optional<String> value, String rule) {
    private static final int SHOWN_MAX = 80;
    private static final int RULE_MAX = 600;

    public Fault {
        if (line < 0) {
            throw new IllegalArgumentException("line " + line + " must not be negative");
        }
        file = oneLine(file, RULE_MAX);
        key = oneLine(key, RULE_MAX);
        value = value.map(text -> text.isEmpty() ? "\"\"" : oneLine(text, SHOWN_MAX));
        rule = oneLine(rule, RULE_MAX);
    }

    /** A fault of a file as a whole. */
    static Fault ofFile(String file, String rule) {
        return new Fault(file, 0, "", Optional.empty(), rule);
    }

    /** A fault of a line as a whole. */
    static Fault ofLine(String file, int line, String rule) {
        return new Fault(file, line, "", Optional.empty(), rule);
    }

    /** The one line that an operator reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        if (!key.isEmpty()) {
            text.append(": ").append(key);
        }
        value.ifPresent(shown -> text.append(": ").append(shown));
        return text.append(" — ").append(rule).toString();
    }

    private static String oneLine(String text, int max) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), max));
        int at = 0;
        while (at < text.length() && shown.length() < max) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE,
                        Character.FORMAT,
                        Character.UNASSIGNED -> shown.append(String.format("\\u%04x", point));
                default -> shown.appendCodePoint(point);
            }
        }
        return at < text.length() ? shown.append('…').toString() : shown.toString();
    }
}
