package dev.pollux.archive.longterm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.AggregateRequest;
import dev.pollux.archive.aggregate.Aggregation;
import dev.pollux.archive.aggregate.Intervals;
import dev.pollux.archive.aggregate.SampleSource;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long-term archives beside captured values, in a real archive. */
class LongTermWorkerTest {
    private static final int ROUNDS = Integer.getInteger("pollux.rounds", 12);
    private static final long MINUTE = 60 * Ticks.PER_SECOND;
    private static final long START = Ticks.of(Instant.parse("2026-03-01T00:00:00Z"));
    private static final List<LongTermConfig> CONFIGS = List.of(
            LongTermConfig.of(
                    "m1",
                    Duration.ofMinutes(1),
                    List.of(
                            Aggregate.TIME_AVERAGE,
                            Aggregate.TIME_AVERAGE2,
                            Aggregate.AVERAGE,
                            Aggregate.MINIMUM,
                            Aggregate.MAXIMUM_ACTUAL_TIME,
                            Aggregate.COUNT),
                    Duration.ZERO),
            LongTermConfig.of(
                    "h1", Duration.ofHours(1), List.of(Aggregate.AVERAGE, Aggregate.DURATION_GOOD), Duration.ZERO));

    private final Path directory;
    private Archive archive;
    private LateMarks late;
    private LongTermWorker worker;
    private List<LongTermWorker.Tag> tags = List.of(new LongTermWorker.Tag("T", true));
    private long now = START;
    private int usedLevels;

    LongTermWorkerTest(@TempDir Path directory) {
        this.directory = directory;
        archive = open();
        late = new LateMarks(CONFIGS);
        worker = new LongTermWorker(archive, CONFIGS, tags, late);
    }

    @BeforeEach
    void start() {
        late = new LateMarks(CONFIGS);
        late.load(archive);
        worker = new LongTermWorker(archive, CONFIGS, tags, late);
    }

    @AfterEach
    void close() {
        archive.close();
    }

    private Archive open() {
        Clock clock = Clock.fixed(Instant.parse("2026-03-10T00:00:00Z"), ZoneOffset.UTC);
        return RocksArchive.open(RocksConfig.in(directory.resolve("archive")).withCommitInterval(Duration.ZERO), clock);
    }

    @Test
    void minutesAndHoursAreComputedAsTheyBecomeDue() {
        for (int second = 0; second <= 7_200; second += 10) {
            store(sample(START + second * Ticks.PER_SECOND, second));
        }
        workUntil(START + 3 * MINUTE);
        assertThat(all("m1", Aggregate.AVERAGE)).isEmpty(); // control: nothing has settled

        workUntil(START + 6 * MINUTE);
        assertThat(all("m1", Aggregate.AVERAGE)).hasSize(5);
        assertThat(all("m1", Aggregate.AVERAGE).get(1).value()).isEqualTo(Value.of(85));
        assertThat(all("h1", Aggregate.AVERAGE)).isEmpty();

        workUntil(START + 121 * MINUTE);
        assertThat(all("m1", Aggregate.AVERAGE)).hasSize(120);
        assertThat(all("m1", Aggregate.COUNT))
                .allSatisfy(count -> assertThat(count.value().number()).isEqualTo(6));
        assertThat(all("h1", Aggregate.AVERAGE))
                .extracting(each -> each.value().number())
                .containsExactly(1795.0, 5395.0);
    }

    @Test
    void afterARestartNothingIsRepeated() {
        for (int second = 0; second <= 3_600; second += 10) {
            store(sample(START + second * Ticks.PER_SECOND, second));
        }
        workUntil(START + 62 * MINUTE);
        int before = all("m1", Aggregate.AVERAGE).size();
        assertThat(before).isGreaterThan(50); // control

        start();
        assertThat(worker.step(now)).as("something left to do").isFalse();

        workUntil(now + 120 * MINUTE);
        assertThat(all("m1", Aggregate.TIME_AVERAGE2)).hasSizeGreaterThan(before);
    }

    @Test
    void ofALongStopLittleIsKept() {
        store(sample(START, 1), sample(START + MINUTE, 2), hole(START + 2 * MINUTE));
        long later = START + 3 * Ticks.PER_DAY;
        store(sample(later, 3), sample(later + 10 * MINUTE, 4));
        workUntil(later + 20 * MINUTE);

        assertThat(all("m1", Aggregate.COUNT)).hasSizeLessThan(500); // of 4,320
        assertThat(all("m1", Aggregate.TIME_AVERAGE2).get(2).bad()).isTrue();
        assertSame("hole");
    }

    // The gap is filled from the partner days later; after a crash between the two the mark is still there.
    @Test
    void whatComesLateIsComputedAgainEvenAfterACrash() {
        store(sample(START, 1), hole(START + MINUTE));
        store(sample(START + 60 * MINUTE, 5), sample(START + 119 * MINUTE, 5));
        workUntil(START + 125 * MINUTE);
        int before = all("m1", Aggregate.TIME_AVERAGE2).size();

        List<Batch.Entry> filled = new ArrayList<>();
        for (int minute = 1; minute < 60; minute++) {
            filled.add(entry(sample(START + minute * MINUTE, minute)));
        }
        Batch marked = late.mark(Batch.of(filled), now);
        archive.append(marked, WriteMode.MERGE).join();
        assertThat(marked.samples()).hasSize(60); // control: one mark for all

        archive.close();
        archive = open();
        start();
        assertThat(late.size()).isEqualTo(1);
        workUntil(now);

        assertThat(all("m1", Aggregate.TIME_AVERAGE2)).hasSizeGreaterThan(before + 50);
        assertSame("filled");
        assertThat(late.size()).isZero();
        start();
        assertThat(late.size()).as("marks left in the archive").isZero();
    }

    @Test
    void whatAUserDeletesIsComputedAgain() {
        for (int minute = 0; minute < 120; minute++) {
            store(sample(START + minute * MINUTE, minute));
        }
        workUntil(START + 125 * MINUTE);
        TimeRange deleted = new TimeRange(Ticks.MIN, START + 60 * MINUTE);
        Batch batch = late.mark(Batch.deleting(List.of(new Batch.Deletion(Series.of("T"), deleted))), now);
        archive.append(batch, WriteMode.LIVE).join();
        late.stored(batch);
        workUntil(now);

        assertSame("deleted");
        assertThat(all("m1", Aggregate.COUNT).get(0).bad()).isTrue();
    }

    // A device without a clock sends 1970. That must not fill the archive with half a century of its value.
    @Test
    void aTimeFromDecadesAgoIsNoReasonToComputeDecades() {
        store(sample(Ticks.of(Instant.EPOCH), 1));
        store(sample(START, 1), sample(START + 20 * MINUTE, 1));
        workUntil(START + 30 * MINUTE);

        assertThat(all("m1", Aggregate.TIME_AVERAGE2)).hasSizeBetween(1_000, 32 * 1_440);
        assertThat(all("m1", Aggregate.TIME_AVERAGE2)).anyMatch(each -> each.time() > START + 15 * MINUTE);
    }

    @Test
    void anotherSetOfAggregatesIsComputedFromTheBeginning() {
        for (int minute = 0; minute < 60; minute++) {
            store(sample(START + minute * MINUTE, minute));
        }
        workUntil(START + 70 * MINUTE);
        List<LongTermConfig> more = List.of(LongTermConfig.of(
                "m1", Duration.ofMinutes(1), List.of(Aggregate.AVERAGE, Aggregate.MAXIMUM), Duration.ZERO));
        assertThat(all("m1", Aggregate.MAXIMUM)).isEmpty(); // control

        worker = new LongTermWorker(archive, more, tags, late);
        workUntil(now);

        assertThat(all("m1", Aggregate.MAXIMUM)).hasSizeGreaterThan(55);
    }

    // Whatever came when, with restarts in between: what is kept is what the captured values give now.
    @Test
    void longTermEqualsTheAggregateOfTheCapturedValues() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String tag = "R" + seed;
            tags = List.of(new LongTermWorker.Tag(tag, random.nextBoolean()));
            start();
            now = START;
            long time = START + random.nextLong(MINUTE);
            while (time < START + 5 * 60 * MINUTE) {
                List<Batch.Entry> entries = new ArrayList<>();
                for (int i = random.nextInt(60); i >= 0; i--) {
                    time += random.nextLong(random.nextInt(8) == 0 ? 12 * MINUTE : MINUTE);
                    entries.add(entry(tag, random(random, time)));
                }
                if (random.nextInt(3) == 0) {
                    entries.add(entry(tag, random(random, START + random.nextLong(time - START))));
                }
                append(Batch.of(entries), Math.max(now, time));
                assertReadTheSame("before computing, seed " + seed);
                workUntil(Math.max(now, time + MINUTE / 2));
                if (random.nextInt(4) == 0) {
                    start();
                }
            }
            workUntil(time + 62 * MINUTE);
            assertSame("seed " + seed);
            assertReadTheSame("seed " + seed);
        }
        assertThat(usedLevels).as("control: long-term archives that were read").isGreaterThan(ROUNDS);
    }

    private static ArchivedSample random(SplittableRandom random, long time) {
        return switch (random.nextInt(12)) {
            case 0 -> hole(time);
            case 1 -> new ArchivedSample(time, time, 0x80310000, Value.NULL);
            default -> sample(time, random.nextInt(100));
        };
    }

    /** Whatever waits to be computed again: who reads with long-term archives gets what the captured values give. */
    private void assertReadTheSame(String story) {
        String tag = tags.get(0).name();
        List<LongTermLevels.Kept> kept = CONFIGS.stream()
                .map(each -> new LongTermLevels.Kept(each.name(), each.interval(), each.retention()))
                .toList();
        List<Level> levels = LongTermLevels.of(archive, tag, kept, List.of(), now);
        SampleSource raw = new RawSamples(archive, Series.of(tag)).until(Ticks.MIN, each -> {});
        Intervals intervals = new Intervals(START + MINUTE / 3, START + 330 * MINUTE, 47 * MINUTE / 2);
        AggregateRequest request = new AggregateRequest(
                List.of(Aggregate.MINIMUM2, Aggregate.COUNT, Aggregate.TOTAL2, Aggregate.WORST_QUALITY2),
                AggregateConfig.DEFAULT,
                tags.get(0).stepped(),
                intervals);
        List<List<ArchivedSample>> expected = new ArrayList<>();
        new Aggregation(request, raw).forEachRemaining(expected::add);
        List<List<ArchivedSample>> actual = new ArrayList<>();
        long rawFrom = LongTermLevels.rawFrom(archive, tag, levels);
        new Aggregation(request, new LongTermSource(raw, archive::read, levels, intervals, rawFrom))
                .forEachRemaining(actual::add);
        // Whole numbers and whole ticks: sums are exact.
        assertThat(actual).as(story).isEqualTo(expected);
        usedLevels += levels.size();
    }

    /** What is kept is what the captured values give; what is not kept is a repeated bad result or void. */
    private void assertSame(String story) {
        String tag = tags.get(0).name();
        for (LongTermConfig config : CONFIGS) {
            long length = Ticks.of(config.interval());
            long done = archive.bound(
                            Series.longTerm(config.name(), tag, LongTermWorker.PROGRESS),
                            Ticks.MAX - 1,
                            Archive.Side.AT_OR_BEFORE,
                            TimeRange.ALL)
                    .orElseThrow()
                    .time();
            Map<Integer, Integer> before = new HashMap<>();
            AggregateRequest request = new AggregateRequest(
                    config.aggregates(),
                    AggregateConfig.DEFAULT,
                    tags.get(0).stepped(),
                    new Intervals(START, done, length));
            Aggregation expected =
                    new Aggregation(request, new RawSamples(archive, Series.of(tag)).until(done, each -> {}));
            for (long from = START; from < done; from += length) {
                List<ArchivedSample> interval = expected.next();
                boolean empty = isVoid(tag, new TimeRange(from, from + length));
                for (int i = 0; i < interval.size(); i++) {
                    Series series = Series.longTerm(
                            config.name(), tag, config.aggregates().get(i).browseName());
                    List<ArchivedSample> kept = archive.read(
                                    new Page.Request(series, new TimeRange(from, from + length), false, 10))
                            .samples();
                    String where = story + ", " + series + " at " + Ticks.toInstant(from);
                    if (!kept.isEmpty()) {
                        assertThat(kept).as(where).containsExactly(interval.get(i));
                        before.put(i, kept.get(0).status());
                    } else if (!empty) {
                        assertThat(interval.get(i).status())
                                .as(where)
                                .isNegative()
                                .isEqualTo(before.getOrDefault(i, 0));
                    }
                }
            }
        }
    }

    private boolean isVoid(String tag, TimeRange interval) {
        RawSamples raw = new RawSamples(archive, Series.of(tag));
        return raw.atOrAfter(interval.from(), interval).isEmpty()
                && raw.before(interval.from()).map(ArchivedSample::bad).orElse(true);
    }

    private void workUntil(long instant) {
        now = instant;
        for (int i = 0; worker.step(now); i++) {
            assertThat(i).as("steps").isLessThan(100_000);
        }
    }

    private void store(ArchivedSample... samples) {
        List<Batch.Entry> entries = new ArrayList<>();
        for (ArchivedSample each : samples) {
            entries.add(entry(each));
        }
        archive.append(Batch.of(entries), WriteMode.LIVE).join();
    }

    private void append(Batch batch, long at) {
        Batch marked = late.mark(batch, at);
        archive.append(marked, WriteMode.LIVE).join();
        late.stored(marked);
    }

    private List<ArchivedSample> all(String name, Aggregate aggregate) {
        return archive.read(request(name, aggregate)).samples();
    }

    private static Page.Request request(String name, Aggregate aggregate) {
        return new Page.Request(Series.longTerm(name, "T", aggregate.browseName()), TimeRange.ALL, false, 1_000_000);
    }

    private static Batch.Entry entry(ArchivedSample sample) {
        return entry("T", sample);
    }

    private static Batch.Entry entry(String tag, ArchivedSample sample) {
        return new Batch.Entry(Series.of(tag), sample);
    }

    private static ArchivedSample sample(long time, double value) {
        return new ArchivedSample(time, time, 0, Value.of(value));
    }

    private static ArchivedSample hole(long time) {
        return new ArchivedSample(time, time, ArchivedSample.HOLE, Value.NULL);
    }
}
