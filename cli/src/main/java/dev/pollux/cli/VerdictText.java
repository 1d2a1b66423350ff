package dev.pollux.cli;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.compare.Difference;
import dev.pollux.archive.compare.Verdict;
import dev.pollux.archive.compare.Verdict.Unfilled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a comparison of two archives came to, for people and for programs. Pure. */
final class VerdictText {
    private static final int GAPS_MAX = 20;

    private final String first;
    private final String second;
    private final Instant from;
    private final Instant to;

    VerdictText(String first, String second, Instant from, Instant to) {
        this.first = first;
        this.second = second;
        this.from = from;
        this.to = to;
    }

    String of(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s and %s from %s to %s: %,d tag hours with %,d values compared, %,d equal value by value",
                first,
                second,
                from,
                to,
                verdict.hours(),
                verdict.samples(),
                verdict.equal()));
        if (verdict.observed() > 0) {
            lines.add(String.format(Locale.ROOT, "two observations that differ: %,d", verdict.observed())
                    + verdict.largest()
                            .map(far -> String.format(
                                    Locale.ROOT,
                                    ", largest deviation %s of %s at %s (%s: %s, %s: %s)",
                                    far.size(),
                                    far.series().name(),
                                    Ticks.toInstant(far.time()),
                                    first,
                                    far.first(),
                                    second,
                                    far.second()))
                            .orElse(""));
        }
        verdict.unfilled().stream().limit(GAPS_MAX).forEach(gap -> lines.add("not filled yet: " + line(gap)));
        if (verdict.unfilled().size() > GAPS_MAX) {
            lines.add("and " + (verdict.unfilled().size() - GAPS_MAX) + " more that are not filled");
        }
        verdict.listed().forEach(each -> lines.add("differs: " + line(each)));
        if (verdict.differences() > verdict.listed().size()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "and %,d differences more",
                    verdict.differences() - verdict.listed().size()));
        }
        lines.add(verdict.same() ? "equal" : verdict.differences() > 0 ? "NOT equal" : "NOT complete");
        return String.join(System.lineSeparator(), lines);
    }

    private String line(Unfilled gap) {
        return (gap.inFirst() ? second : first) + " lacks device " + gap.device() + " from "
                + Ticks.toInstant(gap.range().from()) + " to "
                + Ticks.toInstant(gap.range().to());
    }

    private String line(Difference difference) {
        String tag = difference.series().name() + " ";
        return switch (difference.kind()) {
            case NOT_KEPT_BY_FIRST -> tag + "is archived on " + second + " only";
            case NOT_KEPT_BY_SECOND -> tag + "is archived on " + first + " only";
            case MISSING_IN_FIRST ->
                tag + at(difference) + " missing on " + first + ", " + second + " has " + text(difference.second());
            case MISSING_IN_SECOND ->
                tag + at(difference) + " missing on " + second + ", " + first + " has " + text(difference.first());
            case DIFFERS -> tag + at(difference) + " " + values(difference);
            case SHOWS_DIFFERENT -> tag + span(difference.range()) + " shows " + values(difference);
        };
    }

    private String values(Difference difference) {
        return first + " " + text(difference.first()) + ", " + second + " " + text(difference.second());
    }

    private static String at(Difference difference) {
        return Ticks.toInstant(difference.range().from()).toString();
    }

    private static String span(TimeRange range) {
        String begin = Ticks.toInstant(range.from()).toString();
        return range.to() == range.from() + 1 ? begin : begin + " to " + Ticks.toInstant(range.to());
    }

    private static String text(Optional<ArchivedSample> sample) {
        return sample.map(each -> each.value().content()
                        + (each.good() ? "" : String.format(Locale.ROOT, " (0x%08X)", each.status())))
                .orElse("nothing");
    }

    Map<String, @Nullable Object> json(Verdict verdict) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("equal", verdict.same());
        json.put("stations", List.of(first, second));
        json.put("from", from.toString());
        json.put("to", to.toString());
        json.put("tagHours", verdict.hours());
        json.put("tagHoursEqual", verdict.equal());
        json.put("values", verdict.samples());
        json.put("observedDifferently", verdict.observed());
        json.put(
                "largestDeviation",
                verdict.largest().map(Verdict.Deviation::size).orElse(null));
        json.put(
                "largestDeviationTag",
                verdict.largest().map(far -> far.series().name()).orElse(null));
        json.put("differences", verdict.differences());
        json.put("listed", verdict.listed().stream().map(this::line).toList());
        json.put("notFilled", verdict.unfilled().stream().map(this::line).toList());
        return json;
    }
}
