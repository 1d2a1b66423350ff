package dev.pollux.archive.influx;

import dev.pollux.archive.influx.WriteAnswer.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the answer to a write as the servers 1.x, 2.x and 3.x mean it. Pure. */
final class WriteAnswerRules {
    /** The longest that a server may ask us to wait. */
    static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(2);

    private static final Pattern DROPPED = Pattern.compile("dropped=(\\d+)");

    private WriteAnswerRules() {}

    /**
     * The meaning of an answer.
     *
     * @param status of HTTP
     * @param message of the server, empty if it gave none that can be read
     * @param retryAfter header of that name, empty without
     */
    static WriteAnswer read(int status, String message, String retryAfter, Instant now) {
        if (status == 204) {
            return WriteAnswer.STORED;
        }
        String line = oneLine(status, message);
        return switch (status) {
            case 400, 422 -> refused(line);
            case 401, 403 -> WriteAnswer.of(Kind.DENIED, line);
            case 404 ->
                WriteAnswer.of(
                        message.contains("not found") && !isNoPath(message) ? Kind.MISSING : Kind.NO_SUCH_PATH, line);
            case 413 -> WriteAnswer.of(Kind.UNREADABLE, line);
            // 1.6 says 500 to a retention policy that is not there.
            case 500 ->
                WriteAnswer.of(
                        message.contains("retention policy not found") || message.contains("database not found")
                                ? Kind.MISSING
                                : Kind.LATER,
                        line);
            default -> new WriteAnswer(Kind.LATER, line, 0, wait(retryAfter, now));
        };
    }

    private static boolean isNoPath(String message) {
        return message.contains("page not found") || message.contains("path not found");
    }

    /** 400: unlike all others it does not mean that nothing was stored. */
    private static WriteAnswer refused(String line) {
        String text = line.toLowerCase(Locale.ROOT);
        Matcher dropped = DROPPED.matcher(text);
        boolean counted = dropped.find();
        if (text.contains("unable to parse") || (text.contains("partial write") && !counted)) {
            return WriteAnswer.of(Kind.UNREADABLE, line);
        }
        if (text.contains("beyond retention policy") || text.contains("outside retention policy")) {
            return WriteAnswer.STORED;
        }
        if (counted) {
            return new WriteAnswer(Kind.PARTIAL, line, Integer.parseInt(dropped.group(1)), Duration.ZERO);
        }
        if (text.contains("retention policy not found") || text.contains("database not found")) {
            return WriteAnswer.of(Kind.MISSING, line);
        }
        return WriteAnswer.of(Kind.UNREADABLE, line);
    }

    private static Duration wait(String retryAfter, Instant now) {
        if (retryAfter.isEmpty()) {
            return Duration.ZERO;
        }
        Duration wait;
        try {
            wait = retryAfter.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(retryAfter))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            // A header that nobody understands asks for nothing.
            wait = Duration.ZERO;
        }
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wait;
    }

    private static String oneLine(int status, String message) {
        String text = message.replaceAll("\\s+", " ").strip();
        return "HTTP " + status + (text.isEmpty() ? "" : ": " + (text.length() > 300 ? text.substring(0, 300) : text));
    }
}
