package dev.pollux.archive.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What holds for any series, and the same results by a slow second way. {@code -Dpollux.rounds} for more of them. */
class AggregatePropertiesTest {
    private static final int ROUNDS = Integer.getInteger("pollux.rounds", 400);
    private static final long NOON = Historian.NOON;
    private static final double CLOSE = 1e-9;

    @Test
    void valuesStayWithinTheirBounds() {
        forRandomSeries(NOTHING_BAD, (round, series) -> {
            for (Row row : rows(round.request(series), series)) {
                if (row.get(Aggregate.AVERAGE).bad()) {
                    continue;
                }
                double least = number(row, Aggregate.MINIMUM);
                double greatest = number(row, Aggregate.MAXIMUM);
                assertThat(number(row, Aggregate.AVERAGE)).isBetween(least - CLOSE, greatest + CLOSE);
                assertThat(number(row, Aggregate.RANGE)).isCloseTo(greatest - least, within(CLOSE));
                assertThat(number(row, Aggregate.MINIMUM2)).isLessThanOrEqualTo(least);
                assertThat(number(row, Aggregate.MAXIMUM2)).isGreaterThanOrEqualTo(greatest);
                assertThat(number(row, Aggregate.TIME_AVERAGE2))
                        .isBetween(number(row, Aggregate.MINIMUM2) - CLOSE, number(row, Aggregate.MAXIMUM2) + CLOSE);
                assertThat(Math.pow(number(row, Aggregate.STANDARD_DEVIATION_SAMPLE), 2))
                        .isCloseTo(number(row, Aggregate.VARIANCE_SAMPLE), within(1e-6));
            }
        });
    }

    // With uncertain as bad every tick is one or the other. Only after the last sample it is neither.
    @Test
    void goodAndBadFillTheInterval() {
        forRandomSeries(ANYTHING, (round, series) -> {
            for (Row row : rows(round.request(series, STRICT, round.stepped), series)) {
                ArchivedSample good = row.get(Aggregate.DURATION_GOOD);
                if (good.bad() || (good.status() & HistoryStatus.PARTIAL) != 0) {
                    continue;
                }
                assertThat(number(row, Aggregate.DURATION_GOOD) + number(row, Aggregate.DURATION_BAD))
                        .isCloseTo(round.milliseconds(), within(1e-6));
                assertThat(number(row, Aggregate.PERCENT_GOOD) + number(row, Aggregate.PERCENT_BAD))
                        .isCloseTo(100, within(1e-6));
            }
        });
    }

    // Cut in two, the parts add up.
    @Test
    void whatIsCountedAddsUp() {
        List<Aggregate> additive = List.of(
                Aggregate.COUNT,
                Aggregate.TOTAL,
                Aggregate.TOTAL2,
                Aggregate.NUMBER_OF_TRANSITIONS,
                Aggregate.DURATION_IN_STATE_ZERO,
                Aggregate.DURATION_GOOD);
        forRandomSeries(NOTHING_BAD, (round, series) -> {
            long end = round.start + 2 * round.length;
            AggregateRequest whole =
                    new AggregateRequest(additive, LENIENT, round.stepped, new Intervals(round.start, end, 0));
            AggregateRequest halves = new AggregateRequest(
                    additive, LENIENT, round.stepped, new Intervals(round.start, end, round.length));
            Row all = rows(whole, series).get(0);
            List<Row> parts = rows(halves, series);
            for (Aggregate aggregate : additive) {
                boolean complete = parts.stream()
                        .noneMatch(part -> part.get(aggregate).bad()
                                || (part.get(aggregate).status() & HistoryStatus.PARTIAL) != 0);
                // Sloped, the bound between 0 and 1 is neither: the time in a state depends on where one cuts.
                if (complete && (round.stepped || aggregate != Aggregate.DURATION_IN_STATE_ZERO)) {
                    double sum = parts.stream()
                            .mapToDouble(part -> number(part, aggregate))
                            .sum();
                    assertThat(number(all, aggregate))
                            .as(aggregate.browseName())
                            .isCloseTo(sum, within(1e-6));
                }
            }
        });
    }

    // Without samples on the borders a backward request is the forward one read from its end (§5.4.2.2).
    @Test
    void backwardsIsForwardsFromTheOtherEnd() {
        List<Aggregate> same = Arrays.stream(Aggregate.values())
                .filter(aggregate -> !List.of(
                                Aggregate.INTERPOLATIVE,
                                Aggregate.START_BOUND,
                                Aggregate.END_BOUND,
                                Aggregate.DELTA_BOUNDS,
                                Aggregate.WORST_QUALITY2,
                                Aggregate.MINIMUM2,
                                Aggregate.MAXIMUM2,
                                Aggregate.MINIMUM_ACTUAL_TIME2,
                                Aggregate.MAXIMUM_ACTUAL_TIME2)
                        .contains(aggregate))
                .toList();
        forRandomSeries(OFF_THE_BORDERS, (round, series) -> {
            long end = round.start + round.count * round.length;
            List<Row> forward = rows(
                    new AggregateRequest(same, LENIENT, round.stepped, new Intervals(round.start, end, round.length)),
                    series);
            List<Row> backward = rows(
                    new AggregateRequest(same, LENIENT, round.stepped, new Intervals(end, round.start, round.length)),
                    series);
            for (int i = 0; i < forward.size(); i++) {
                for (Aggregate aggregate : same) {
                    ArchivedSample one = forward.get(i).get(aggregate);
                    ArchivedSample other = backward.get(forward.size() - 1 - i).get(aggregate);
                    assertThat(other.value()).as(aggregate.browseName()).isEqualTo(one.value());
                    assertThat(other.status()).as(aggregate.browseName()).isEqualTo(one.status());
                }
            }
        });
    }

    @Test
    void aSlowSecondWayComesToTheSame() {
        forRandomSeries(ANYTHING, (round, series) -> {
            AggregateConfig config = round.random.nextBoolean() ? STRICT : LENIENT;
            AggregateRequest request = round.request(series, config, round.stepped);
            List<Row> rows = rows(request, series);
            NaiveAggregates naive = new NaiveAggregates(series, config, round.stepped);
            for (int i = 0; i < rows.size(); i++) {
                long from = request.intervals().startOf(i);
                naive.expected(from, request.intervals().endOf(i)).forEach(compare(rows.get(i), from));
            }
        });
    }

    private static BiConsumer<Aggregate, Double> compare(Row row, long from) {
        return (aggregate, expected) -> {
            ArchivedSample actual = row.get(aggregate);
            String what = aggregate.browseName() + " at " + (from - NOON) / Ticks.PER_SECOND + " s: " + actual;
            if (expected.isNaN()) {
                assertThat(actual.bad()).as(what).isTrue();
            } else if (!actual.bad()) {
                assertThat(actual.value().number()).as(what).isCloseTo(expected, within(1e-6));
            } else {
                // A value there is, but the share of bad data forbids it.
                assertThat(HistoryStatus.code(actual.status())).as(what).isEqualTo(HistoryStatus.BAD);
            }
        };
    }

    // A year of a 1-s tag has 31 million samples: each is read once, and none is kept.
    @Test
    void everySampleIsReadOnce() {
        List<ArchivedSample> series = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            series.add(new ArchivedSample(NOON + i * Ticks.PER_SECOND, 0, i % 10 == 0 ? BAD : 0, Value.of(i)));
        }
        ListSource source = new ListSource(series);
        Intervals intervals = new Intervals(NOON, NOON + 100_000 * Ticks.PER_SECOND, 60 * Ticks.PER_SECOND);
        List<Aggregate> many = List.of(Aggregate.MINIMUM, Aggregate.MAXIMUM, Aggregate.AVERAGE, Aggregate.COUNT);

        int rows = 0;
        for (Aggregation all = new Aggregation(new AggregateRequest(many, STRICT, false, intervals), source);
                all.hasNext();
                rows++) {
            all.next();
        }

        assertThat(rows).isEqualTo(1667);
        assertThat(source.reads()).isBetween(100_000L, 100_010L);
    }

    private static final int BAD = HistoryStatus.BAD;
    private static final AggregateConfig STRICT = AggregateConfig.DEFAULT;
    private static final AggregateConfig LENIENT = new AggregateConfig(false, 100, 100, false);
    private static final int ANYTHING = 0;
    private static final int NOTHING_BAD = 1;
    private static final int OFF_THE_BORDERS = 2;

    private interface Story {
        void tell(Round round, List<ArchivedSample> series);
    }

    private static void forRandomSeries(int kind, Story story) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Round round = new Round(seed);
            List<ArchivedSample> series = round.series(kind);
            try {
                story.tell(round, series);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ", stepped " + round.stepped + ": " + series, failure);
            }
        }
    }

    /** A random request over a random series: seconds are whole, so that samples fall on borders often. */
    private static final class Round {
        private final SplittableRandom random;
        private final boolean stepped;
        private final long start;
        private final long length;
        private final int count;

        private Round(long seed) {
            random = new SplittableRandom(seed);
            stepped = random.nextBoolean();
            start = NOON + random.nextInt(-10, 30) * Ticks.PER_SECOND;
            length = random.nextInt(1, 20) * Ticks.PER_SECOND;
            count = random.nextInt(1, 8);
        }

        private double milliseconds() {
            return (double) length / Ticks.PER_MILLISECOND;
        }

        private AggregateRequest request(List<ArchivedSample> series) {
            return request(series, LENIENT, stepped);
        }

        private AggregateRequest request(List<ArchivedSample> series, AggregateConfig config, boolean asSteps) {
            assertThat(series).isNotNull();
            Intervals intervals = new Intervals(start, start + count * length, length);
            return new AggregateRequest(Arrays.asList(Aggregate.values()), config, asSteps, intervals);
        }

        private List<ArchivedSample> series(int kind) {
            List<ArchivedSample> series = new ArrayList<>();
            long time = NOON + (kind == OFF_THE_BORDERS ? Ticks.PER_SECOND / 2 : 0);
            int samples = random.nextInt(0, 40);
            for (int i = 0; i < samples; i++) {
                int luck = kind == NOTHING_BAD ? 9 : random.nextInt(10);
                int status =
                        luck == 0 ? BAD : luck == 1 ? Historian.UNCERTAIN : luck == 2 ? HistoryStatus.BAD_NO_DATA : 0;
                Value value = status < 0 ? Value.NULL : Value.of(random.nextInt(-3, 4));
                series.add(new ArchivedSample(time, time, status, value));
                time += random.nextInt(1, 6) * Ticks.PER_SECOND;
            }
            return series;
        }
    }

    private static List<Row> rows(AggregateRequest request, List<ArchivedSample> series) {
        List<Row> rows = new ArrayList<>();
        new Aggregation(request, new ListSource(series)).forEachRemaining(results -> {
            Map<Aggregate, ArchivedSample> row = new EnumMap<>(Aggregate.class);
            for (int i = 0; i < results.size(); i++) {
                row.put(request.aggregates().get(i), results.get(i));
            }
            rows.add(new Row(row));
        });
        return rows;
    }

    /** The results of one interval. */
    private record Row(Map<Aggregate, ArchivedSample> results) {
        ArchivedSample get(Aggregate aggregate) {
            return Objects.requireNonNull(results.get(aggregate));
        }
    }

    private static double number(Row row, Aggregate aggregate) {
        return row.get(aggregate).value().number();
    }
}
