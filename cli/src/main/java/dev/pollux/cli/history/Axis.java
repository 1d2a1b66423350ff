package dev.pollux.cli.history;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Places and texts along an axis at round values. Pure. */
final class Axis {
    private static final List<Duration> STEPS = steps();
    private static final Duration DAY = Duration.ofDays(1);

    private Axis() {}

    /** A place, from 0 at the begin to 1 at the end, and what is written there. */
    record Mark(double place, String text) {}

    /**
     * Round values, 1, 2 or 5 times a power of ten apart, within a range.
     *
     * @param most number of marks
     */
    static List<Mark> values(double low, double high, int most) {
        List<Mark> marks = new ArrayList<>();
        double step = roundStep((high - low) / Math.max(1, most - 1));
        if (!(step > 0) || !Double.isFinite(step)) {
            return List.of(new Mark(0.5, number(low)));
        }
        BigDecimal exact = BigDecimal.valueOf(step).round(new MathContext(1, RoundingMode.HALF_UP));
        BigDecimal at =
                new BigDecimal(low).divide(exact, 0, RoundingMode.CEILING).multiply(exact);
        while (at.doubleValue() <= high && marks.size() <= most) {
            marks.add(new Mark((at.doubleValue() - low) / (high - low), number(at.doubleValue())));
            at = at.add(exact);
        }
        return marks.isEmpty() ? List.of(new Mark(0.5, number((low + high) / 2))) : marks;
    }

    /** A range that gives a flat line room, and a curve a little air. */
    static double[] room(double low, double high) {
        if (low < high) {
            double air = (high - low) * 0.02;
            return new double[] {low - air, high + air};
        }
        double air = low == 0 ? 1 : Math.abs(low) * 0.1;
        return new double[] {low - air, high + air};
    }

    /** Round instants of a zone within a range. */
    static List<Mark> times(Instant from, Instant to, int most, ZoneId zone) {
        Duration span = Duration.between(from, to);
        Duration step = STEPS.stream()
                .filter(each -> span.dividedBy(each) < most)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1));
        DateTimeFormatter form = form(span, step, zone);
        List<Mark> marks = new ArrayList<>();
        for (ZonedDateTime at = firstAtOrAfter(from, step, zone);
                !at.toInstant().isAfter(to) && marks.size() <= most;
                at = next(at, step)) {
            double place = nanos(Duration.between(from, at.toInstant())) / Math.max(1, nanos(span));
            marks.add(new Mark(place, form.format(at)));
        }
        return marks;
    }

    private static double nanos(Duration span) {
        return span.getSeconds() * 1e9 + span.getNano();
    }

    private static ZonedDateTime firstAtOrAfter(Instant from, Duration step, ZoneId zone) {
        ZonedDateTime midnight = from.atZone(zone).toLocalDate().atStartOfDay(zone);
        if (step.compareTo(DAY) > 0) {
            ZonedDateTime at = midnight.withDayOfMonth(1);
            if (step.toDays() > 31) {
                at = at.withMonth(1);
            }
            while (at.toInstant().isBefore(from)) {
                at = next(at, step);
            }
            return at;
        }
        long into = Duration.between(midnight.toInstant(), from).toNanos();
        long steps = -Math.floorDiv(-into, step.toNanos());
        return midnight.plus(step.multipliedBy(steps));
    }

    /** Beyond a day the calendar counts: a week after the first, a month, a year. */
    private static ZonedDateTime next(ZonedDateTime at, Duration step) {
        long days = step.toDays();
        if (days < 1 || step.compareTo(DAY) < 0) {
            return at.plus(step);
        }
        if (days >= 365) {
            return at.plusYears(days / 365);
        }
        if (days >= 30) {
            return at.plusMonths(days / 30);
        }
        return at.plusDays(days);
    }

    private static DateTimeFormatter form(Duration span, Duration step, ZoneId zone) {
        String pattern = step.compareTo(Duration.ofSeconds(1)) < 0
                ? "HH:mm:ss.SSS"
                : step.compareTo(Duration.ofMinutes(1)) < 0
                        ? "HH:mm:ss"
                        : span.compareTo(DAY) <= 0 ? "HH:mm" : step.compareTo(DAY) < 0 ? "MM-dd HH:mm" : "yyyy-MM-dd";
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(zone);
    }

    /** A place of a value as text: at most six digits, no exponent where it can be avoided. */
    static String number(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(6)).stripTrailingZeros();
        double size = Math.abs(value);
        return size >= 1e9 || size < 1e-6 ? rounded.toString() : rounded.toPlainString();
    }

    private static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double first = least / power;
        return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
    }

    private static List<Duration> steps() {
        List<Duration> steps = new ArrayList<>();
        for (int millis : new int[] {1, 2, 5, 10, 20, 50, 100, 200, 500}) {
            steps.add(Duration.ofMillis(millis));
        }
        for (int seconds : new int[] {1, 2, 5, 10, 15, 30}) {
            steps.add(Duration.ofSeconds(seconds));
        }
        for (int minutes : new int[] {1, 2, 5, 10, 15, 30}) {
            steps.add(Duration.ofMinutes(minutes));
        }
        for (int hours : new int[] {1, 2, 3, 6, 12, 24}) {
            steps.add(Duration.ofHours(hours));
        }
        for (int days : new int[] {2, 7, 30, 90, 180, 365, 730, 1825, 3650, 36500, 365_000}) {
            steps.add(Duration.ofDays(days));
        }
        return List.copyOf(steps);
    }

    /** The range as text: date and time of both ends. */
    static String range(Instant from, Instant to, ZoneId zone) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
        return form.format(LocalDateTime.ofInstant(from, zone)) + " to "
                + form.format(LocalDateTime.ofInstant(to, zone)) + " " + zone.getId();
    }
}
