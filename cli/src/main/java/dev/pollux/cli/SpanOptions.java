package dev.pollux.cli;

import dev.pollux.archive.Ticks;
import dev.pollux.cli.history.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Which span of history is meant: the same options for all commands. */
final class SpanOptions {
    /** The first instant that OPC UA does not take for no instant. */
    static final Instant BEGINNING = Ticks.toInstant(Ticks.MIN + 1);

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "First instant, e.g. 2026-11-21T13:00:00Z, 2026-11-21 (local time), -1h, -7d.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "First instant after it. Default: now.")
    private @Nullable String to;

    SpanOptions() {}

    /** Begin and end; the begin is before the end. */
    record Span(Instant from, Instant to) {}

    /** Whether any of the options was given. */
    boolean given() {
        return from != null || to != null;
    }

    /** The span that is meant, where {@code before} stands for a begin that is not given. */
    Span span(CommandLine line, Instant now, Instant before) {
        Instant begin = from == null ? before : instant(line, "--from", from, now);
        Instant end = to == null ? now : instant(line, "--to", to, now);
        if (!begin.isBefore(end)) {
            throw new ParameterException(line, "--from '" + begin + "' must be before --to '" + end + "'");
        }
        return new Span(begin, end);
    }

    /** An instant of an option. */
    static Instant instant(CommandLine line, String option, String text, Instant now) {
        try {
            return TimeText.instant(text, now, ZoneId.systemDefault());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, option + " " + e.getMessage(), e);
        }
    }

    /** Reads spans of days, too. */
    static final class LongSpan implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return TimeText.span(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
