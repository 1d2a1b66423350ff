package dev.pollux.archive.longterm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.AggregateRequest;
import dev.pollux.archive.aggregate.Aggregation;
import dev.pollux.archive.aggregate.Intervals;
import dev.pollux.archive.aggregate.SampleSource;
import dev.pollux.archive.longterm.ReadPlan.Piece;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What aggregates come to with long-term archives is what they come to without. Everything in memory. */
class LongTermSourceTest {
    private static final int ROUNDS = Integer.getInteger("pollux.rounds", 1_500);
    private static final long SECOND = Ticks.PER_SECOND;
    private static final long NOON = Ticks.of(Instant.parse("2026-03-01T12:00:00Z"));
    private static final int BAD = 0x80000000;
    private static final int UNCERTAIN = 0x40000000;
    private static final List<Aggregate> ALL = List.of(Aggregate.values());
    private static final List<AggregateConfig> CONFIGS = List.of(
            AggregateConfig.DEFAULT,
            new AggregateConfig(false, 100, 100, false),
            new AggregateConfig(false, 60, 50, false),
            new AggregateConfig(true, 30, 80, false));

    /** Captured samples that may be forgotten up to an instant; counts what is handed out. */
    private static final class Captured implements SampleSource {
        private final TreeMap<Long, ArchivedSample> samples = new TreeMap<>();
        private final long knownUntil;
        private long reads;

        Captured(List<ArchivedSample> samples, long knownUntil) {
            samples.forEach(each -> this.samples.put(each.time(), each));
            this.knownUntil = knownUntil;
        }

        Captured from(long border) {
            return new Captured(List.copyOf(samples.tailMap(border, true).values()), knownUntil);
        }

        private Iterator<ArchivedSample> counted(NavigableMap<Long, ArchivedSample> some) {
            return some.values().stream().peek(each -> reads++).iterator();
        }

        @Override
        public Iterator<ArchivedSample> onward(long from) {
            return counted(samples.tailMap(from, true));
        }

        @Override
        public Iterator<ArchivedSample> backward(long before) {
            return counted(samples.headMap(before, false).descendingMap());
        }

        @Override
        public Iterator<Annotation> annotations(TimeRange range) {
            return Collections.emptyIterator();
        }

        @Override
        public long knownUntil() {
            return knownUntil;
        }
    }

    /** One round: samples, long-term archives of some lengths, what of them can be used, and intervals. */
    private static final class Round {
        private final SplittableRandom random;
        private final boolean stepped;
        private final Captured captured;
        private final Map<Series, TreeMap<Long, Value>> buckets = new TreeMap<>();
        private final List<Level> levels = new ArrayList<>();

        Round(long seed, boolean ragged, boolean changes) {
            random = new SplittableRandom(seed);
            stepped = random.nextBoolean();
            List<ArchivedSample> samples = samples(ragged);
            long last =
                    samples.isEmpty() ? NOON : samples.get(samples.size() - 1).time();
            captured = new Captured(samples, random.nextBoolean() ? Ticks.MIN : last + random.nextInt(20) * SECOND);
            long fine = (1L + random.nextInt(6)) * 2 * SECOND;
            level(fine, changes);
            if (random.nextInt(3) > 0) {
                level(fine * (2L + random.nextInt(6)), changes);
            }
        }

        private List<ArchivedSample> samples(boolean ragged) {
            List<ArchivedSample> samples = new ArrayList<>();
            int count = random.nextInt(600);
            int pace = random.nextInt(1, 12);
            int trouble = ragged ? 2 : random.nextInt(2, 200);
            boolean integer = random.nextBoolean();
            boolean whole = random.nextBoolean();
            long time = NOON + random.nextInt(20) * SECOND;
            for (int i = 0; i < count; i++) {
                int luck = random.nextInt(trouble) == 0 ? random.nextInt(4) : 9;
                int status = luck == 0 ? BAD : luck == 1 ? UNCERTAIN : luck == 2 ? ArchivedSample.HOLE : 0;
                int number = random.nextInt(-3, 4);
                Value good = integer ? new Value(Value.INT32, number) : Value.of(number == 3 ? 0.1 : number);
                Value odd = random.nextBoolean() ? new Value(Value.STRING, "none") : Value.of(Double.NaN);
                Value value = status < 0 ? Value.NULL : luck == 3 ? odd : good;
                samples.add(new ArchivedSample(time, time + 5, status, value));
                long step = random.nextLong(1, 10) * pace * (SECOND / 10);
                time += whole ? Level.ceil(step, SECOND) : step;
            }
            return samples;
        }

        private void level(long interval, boolean changes) {
            Series series = Series.longTerm("l" + interval, "T", "@runs");
            TreeMap<Long, Value> kept = new TreeMap<>();
            TimeRange all = new TimeRange(Level.floor(NOON, interval), NOON + Ticks.PER_DAY);
            reduce(captured.samples.values(), all, interval, kept);
            buckets.put(series, kept);
            var usable = dev.pollux.archive.coverage.Intervals.of(all);
            for (int i = changes ? random.nextInt(4) : 0; i > 0; i--) {
                long from = NOON + random.nextInt(1_000) * SECOND;
                TimeRange gone = Level.around(new TimeRange(from, from + random.nextInt(60) * SECOND), interval);
                usable = usable.minus(gone);
                // What is there says something else by now.
                kept.subMap(gone.from(), gone.to()).clear();
            }
            levels.add(new Level(series, interval, usable));
        }

        Page page(Page.Request request) {
            TimeRange range = request.range();
            NavigableMap<Long, Value> found = buckets.getOrDefault(request.series(), new TreeMap<>())
                    .subMap(range.from(), true, range.to(), false);
            List<ArchivedSample> page = (request.reverse() ? found.descendingMap() : found)
                    .entrySet().stream()
                            .limit(Math.min(3, request.limit()))
                            .map(each -> new ArchivedSample(each.getKey(), each.getKey(), 0, each.getValue()))
                            .toList();
            return new Page(
                    page,
                    page.isEmpty()
                            ? java.util.Optional.empty()
                            : request.after(page.get(page.size() - 1).time()));
        }

        Intervals intervals(long grain) {
            long start = NOON + Level.floor(random.nextInt(-30, 600) * SECOND / 2, grain);
            long length = Math.max(grain, Level.floor(random.nextInt(1, 400) * SECOND / 2, grain));
            long end = start + Level.ceil(random.nextLong(length * random.nextInt(1, 12)) + grain, grain);
            return random.nextBoolean() ? new Intervals(start, end, length) : new Intervals(end, start, length);
        }
    }

    private static void reduce(
            Collection<ArchivedSample> samples, TimeRange all, long interval, Map<Long, Value> kept) {
        RunBucket.Maker maker =
                new RunBucket.Maker(all, interval, (from, bucket) -> kept.put(from, RunCodec.encode(from, bucket)));
        samples.forEach(maker::add);
        maker.end();
    }

    private static List<List<ArchivedSample>> results(
            Round round, Intervals intervals, int config, SampleSource source) {
        AggregateRequest request = new AggregateRequest(ALL, CONFIGS.get(config), round.stepped, intervals);
        List<List<ArchivedSample>> results = new ArrayList<>();
        new Aggregation(request, source).forEachRemaining(results::add);
        return results;
    }

    private static void assertSame(List<List<ArchivedSample>> actual, List<List<ArchivedSample>> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            for (int j = 0; j < actual.get(i).size(); j++) {
                ArchivedSample one = actual.get(i).get(j);
                ArchivedSample other = expected.get(i).get(j);
                String what = ALL.get(j).browseName() + ", interval " + i;
                assertThat(one.time()).as(what).isEqualTo(other.time());
                assertThat(one.status()).as(what).isEqualTo(other.status());
                assertThat(one.value().type()).as(what).isEqualTo(other.value().type());
                if (other.value().type() == Value.DOUBLE) {
                    assertThat(one.value().number())
                            .as(what)
                            .isCloseTo(other.value().number(), within(1e-6));
                } else {
                    assertThat(one.value()).as(what).isEqualTo(other.value());
                }
            }
        }
    }

    // Every aggregate, every rule of quality, both directions, intervals that cut buckets anywhere, changes that are
    // not
    // computed again yet, buckets that were too ragged to keep.
    @Test
    void everyAggregateIsWhatTheCapturedValuesGive() {
        long all = 0;
        long read = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Round round = new Round(seed, seed % 5 == 0, true);
            Intervals intervals =
                    round.intervals(seed % 3 == 0 ? round.levels.get(0).interval() : SECOND / 2);
            try {
                int config = round.random.nextInt(CONFIGS.size());
                List<List<ArchivedSample>> expected = results(round, intervals, config, round.captured);
                all += round.captured.reads;
                round.captured.reads = 0;
                assertSame(
                        results(
                                round,
                                intervals,
                                config,
                                new LongTermSource(round.captured, round::page, round.levels, intervals, Ticks.MIN)),
                        expected);
                read += round.captured.reads;
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + ", " + intervals + ", " + round.levels, failure);
            }
        }
        // Control: the long-term archives were read, and the captured values too.
        assertThat(read).isBetween(all / 100, all * 3 / 4);
    }

    // The values were forgotten, the long-term archive has longer: by whole buckets nothing is missing.
    @Test
    void whereValuesAreForgottenWholeBucketsStillGiveTheSame() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Round round = new Round(seed, false, false);
            long grain = round.levels.get(round.levels.size() - 1).interval();
            Intervals any = round.intervals(grain);
            // A backward interval holds its later end: whole buckets it never is.
            Intervals intervals =
                    any.backward() ? new Intervals(/* start= */ any.end(), /* end= */ any.start(), any.length()) : any;
            long border = NOON + Level.floor(round.random.nextInt(1_000) * SECOND, grain);
            Captured left = round.captured.from(border);
            boolean ragged = round.buckets.values().stream()
                    .flatMap(each -> each.entrySet().stream())
                    .anyMatch(each ->
                            RunCodec.decode(each.getKey(), each.getValue()).ragged());
            if (ragged) {
                continue;
            }
            try {
                assertSame(
                        results(
                                round,
                                intervals,
                                0,
                                new LongTermSource(left, round::page, round.levels, intervals, border)),
                        results(round, intervals, 0, round.captured));
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "seed " + seed + ", " + intervals + ", from " + border + ", " + round.levels, failure);
            }
        }
    }

    // An interval that ends within a forgotten bucket has its first, least, greatest and last value, if these are in
    // it.
    @Test
    void whereABucketIsCutSomeTrueValuesAreLeft() {
        List<ArchivedSample> samples = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            long time = NOON + second * SECOND;
            samples.add(new ArchivedSample(time, time, 0, Value.of(second % 60 == 20 ? 1_000 : second)));
        }
        TreeMap<Long, Value> kept = new TreeMap<>();
        TimeRange all = new TimeRange(NOON, NOON + 600 * SECOND);
        reduce(samples, all, 60 * SECOND, kept);
        List<Level> levels = List.of(new Level(
                new Series("minutes", "T|@runs"), 60 * SECOND, dev.pollux.archive.coverage.Intervals.of(all)));
        Intervals intervals = new Intervals(NOON + 30 * SECOND, NOON + 150 * SECOND, 0);
        AggregateRequest request = new AggregateRequest(
                List.of(Aggregate.MAXIMUM, Aggregate.COUNT), AggregateConfig.DEFAULT, true, intervals);

        List<ArchivedSample> results = new Aggregation(
                        request,
                        new LongTermSource(
                                new Captured(List.of(), 0),
                                page -> new Page(
                                        kept
                                                .subMap(
                                                        page.range().from(),
                                                        page.range().to())
                                                .entrySet()
                                                .stream()
                                                .map(each -> new ArchivedSample(
                                                        each.getKey(), each.getKey(), 0, each.getValue()))
                                                .toList(),
                                        java.util.Optional.empty()),
                                levels,
                                intervals,
                                Ticks.MAX))
                .next();

        assertThat(results.get(0).value()).isEqualTo(Value.of(1_000));
        // The last of the first minute, all of the second, first, least after it and greatest of the third.
        assertThat(results.get(1).value().number()).isEqualTo(1 + 60 + 3);
    }

    // A year to 1,000 points: the intervals of 525.6 minutes are no multiple of a minute.
    @Test
    void aYearIsMostlyReadFromTheCoarsest() {
        long begin = Ticks.of(Instant.parse("2025-03-01T00:00:00Z"));
        long year = 365 * Ticks.PER_DAY;
        var usable = dev.pollux.archive.coverage.Intervals.of(new TimeRange(begin, begin + year));
        List<Level> levels = List.of(
                new Level(new Series("minutes", "T"), 60 * SECOND, usable),
                new Level(new Series("hours", "T"), 3_600 * SECOND, usable));
        ReadPlan plan = new ReadPlan(new Intervals(begin, begin + year, year / 1_000), levels, Ticks.MIN, begin);
        long[] lengths = new long[3];
        long at = begin;
        int count = 0;
        while (plan.hasNext()) {
            Piece piece = plan.next();
            assertThat(piece.range().from()).isEqualTo(at);
            at = piece.range().to();
            if (at < Ticks.MAX) {
                lengths[piece.level() + 1] += at - piece.range().from();
                count++;
            }
        }

        assertThat(at).isEqualTo(Ticks.MAX);
        assertThat(lengths[0] + lengths[1] + lengths[2]).isEqualTo(year);
        assertThat(lengths[0] / SECOND).as("captured values").isLessThan(60_000);
        assertThat(lengths[1] / (60 * SECOND)).as("minutes").isLessThan(65_000);
        assertThat(count).as("pieces").isLessThan(5_000);
    }

    // Intervals shorter than a bucket are read in one go, as without long-term archives, and without planning them all.
    @Test
    void shortIntervalsAreReadAsCaptured() {
        var usable = dev.pollux.archive.coverage.Intervals.of(new TimeRange(NOON, NOON + Ticks.PER_DAY));
        List<Level> levels = List.of(new Level(new Series("minutes", "T"), 60 * SECOND, usable));
        ReadPlan plan = new ReadPlan(new Intervals(NOON, NOON + Ticks.PER_DAY, SECOND), levels, Ticks.MIN, NOON);

        Piece first = plan.next();

        assertThat(first.level()).isEqualTo(ReadPlan.RAW);
        assertThat(first.range()).isEqualTo(new TimeRange(NOON, NOON + 1_000 * SECOND));
    }
}
