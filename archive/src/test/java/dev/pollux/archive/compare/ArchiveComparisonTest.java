package dev.pollux.archive.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.compare.Difference.Kind;
import dev.pollux.archive.compare.KeptTag.Sameness;
import dev.pollux.archive.compare.Verdict.Unfilled;
import dev.pollux.archive.influx.InfluxServer;
import dev.pollux.archive.influx.InfluxStores;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.archive.sync.ArchiveDesk;
import dev.pollux.archive.sync.RemoteArchive;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real archives, one embedded and one in a real InfluxDB, asked through the bytes that stations send. */
class ArchiveComparisonTest {
    private static final long S = Ticks.PER_SECOND;
    /** Half past an hour, so that what is compared crosses hours. */
    @SuppressWarnings("TimeInStaticInitializer") // one instant for the whole class is what is wanted
    private static final long BEGIN = Ticks.of(Instant.now()
            .minus(Duration.ofHours(5))
            .truncatedTo(ChronoUnit.HOURS)
            .plusSeconds(1_800));

    private static final TimeRange RANGE = new TimeRange(BEGIN, BEGIN + 2 * Ticks.PER_HOUR);
    private static final KeptTag SETPOINT = new KeptTag(Series.of("Setpoint"), "internal", Sameness.EXACT, 0, 0);
    private static final KeptTag LEVEL = new KeptTag(Series.of("Level"), "PLC1", Sameness.SAMPLED, 0, 0);
    private static final KeptTag PUMP = new KeptTag(Series.of("Pump"), "PLC1", Sameness.STEPPED, 0, 2 * S);
    private static final KeptTag FLOW = new KeptTag(Series.of("Flow"), "PLC1", Sameness.STEPPED, 0.5, 2 * S);
    private static final KeptTag HEAT = new KeptTag(Series.of("Heat"), "PLC1", Sameness.SLOPED, 0.5, 2 * S);
    private static final List<KeptTag> TAGS = List.of(SETPOINT, LEVEL, PUMP, FLOW, HEAT);

    @TempDir
    private Path directory = Path.of("");

    private final List<AutoCloseable> closing = new ArrayList<>();
    private Archive castor;
    private Archive pollux;

    @BeforeEach
    void open() {
        InfluxServer server = InfluxServer.start(directory.resolve("influx"));
        closing.add(server);
        castor = RocksArchive.open(
                RocksConfig.in(directory.resolve("castor"))
                        .withCommitInterval(Duration.ZERO)
                        .withMemoryBytes(8 << 20),
                Clock.systemUTC());
        closing.add(castor);
        pollux = InfluxStores.open(server, directory.resolve("pollux"), "pollux");
        closing.add(pollux);
        for (Archive each : List.of(castor, pollux)) {
            cover(each, "PLC1", RANGE, true);
            cover(each, "internal", RANGE, true);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (int i = closing.size() - 1; i >= 0; i--) {
            closing.get(i).close();
        }
    }

    private static void cover(Archive archive, String device, TimeRange range, boolean complete) {
        append(archive, Batch.of(List.of(), List.of(new Batch.CoverageChange(device, range, complete))));
    }

    private static void append(Archive archive, Batch batch) {
        var unused = archive.append(batch, WriteMode.LIVE).join();
    }

    private static void put(Archive archive, KeptTag tag, long second, double value) {
        put(archive, tag, new ArchivedSample(BEGIN + second * S, BEGIN + second * S + 7, 0, Value.of(value)));
    }

    private static void put(Archive archive, KeptTag tag, ArchivedSample sample) {
        append(archive, Batch.of(List.of(new Batch.Entry(tag.series(), sample))));
    }

    private void both(KeptTag tag, long second, double value) {
        put(castor, tag, second, value);
        // The other station took the same sample a little later.
        long later = tag.sameness() == Sameness.EXACT ? 7 : 9_999;
        put(pollux, tag, new ArchivedSample(BEGIN + second * S, BEGIN + second * S + later, 0, Value.of(value)));
    }

    private Verdict compare() {
        RemoteArchive first = new RemoteArchive(new ArchiveDesk(castor, TAGS)::answer);
        RemoteArchive second = new RemoteArchive(new ArchiveDesk(pollux, TAGS)::answer);
        return new ArchiveComparison(first, second, 10).run(RANGE, name -> true, what -> {});
    }

    // A station that has just started archives the value that it finds at once, and goes on at the instants of the
    // cycle.
    @Test
    void whatLiesBetweenTheInstantsOfACycleIsOneStationsOwn() {
        KeptTag cyclic = new KeptTag(LEVEL.series(), "PLC1", Sameness.SAMPLED, 0, S);
        put(castor, cyclic, new ArchivedSample(BEGIN + 4 * S + S / 2, BEGIN + 5 * S, 0, Value.of(4.5)));
        both(cyclic, 5, 5.0);
        RemoteArchive first = new RemoteArchive(new ArchiveDesk(castor, List.of(cyclic))::answer);
        RemoteArchive second = new RemoteArchive(new ArchiveDesk(pollux, List.of(cyclic))::answer);
        assertThat(new ArchiveComparison(first, second, 10)
                        .run(RANGE, name -> true, what -> {})
                        .listed())
                .isEmpty();

        put(castor, cyclic, 6, 6.0);

        assertThat(new ArchiveComparison(first, second, 10)
                        .run(RANGE, name -> true, what -> {})
                        .listed())
                .as("control")
                .hasSize(1);
    }

    @Test
    void twoStationsThatSawTheSameAreEqual() {
        for (KeptTag tag : TAGS) {
            for (long second = 0; second < 7_200; second += 400) {
                both(tag, second, 0.5 * second);
            }
        }
        Verdict verdict = compare();
        assertThat(verdict.same()).isTrue();
        assertThat(verdict.hours()).as("three hours are touched").isEqualTo(15);
        assertThat(verdict.equal()).isEqualTo(15);
        assertThat(verdict.samples()).isEqualTo(5 * 18);
        assertThat(verdict.observed()).isZero();
    }

    // A source with its own time stamps gives one truth: even the time of arrival must be the same.
    @Test
    void whatASourceStampsMustBeTheSameBitForBit() {
        both(SETPOINT, 10, 1);
        put(castor, SETPOINT, 20, 2);
        put(pollux, SETPOINT, 4_000, 3);
        put(castor, SETPOINT, new ArchivedSample(BEGIN + 5_000 * S, 1, 0, Value.of(4)));
        put(pollux, SETPOINT, new ArchivedSample(BEGIN + 5_000 * S, 2, 0, Value.of(4)));

        Verdict verdict = compare();

        assertThat(verdict.same()).isFalse();
        assertThat(verdict.differences()).isEqualTo(3);
        assertThat(verdict.listed())
                .extracting(Difference::kind)
                .containsExactly(Kind.MISSING_IN_SECOND, Kind.MISSING_IN_FIRST, Kind.DIFFERS);
        assertThat(verdict.listed().get(0).first().orElseThrow().value()).isEqualTo(Value.of(2));
        assertThat(verdict.listed().get(0).range().from()).isEqualTo(BEGIN + 20 * S);
    }

    // Both polled at the same instants: that the values are two observations is shown, not hidden, and no fault.
    @Test
    void twoObservationsAreCountedWithTheirLargestDeviation() {
        both(LEVEL, 0, 1);
        put(castor, LEVEL, 10, 5.0);
        put(pollux, LEVEL, 10, 5.25);
        put(castor, LEVEL, 20, 6.0);
        put(pollux, LEVEL, 20, 4.0);
        Verdict verdict = compare();
        assertThat(verdict.same()).isTrue();
        assertThat(verdict.observed()).isEqualTo(2);
        assertThat(verdict.largest().orElseThrow().size()).isEqualTo(2.0);
        assertThat(verdict.largest().orElseThrow().time()).isEqualTo(BEGIN + 20 * S);

        put(castor, LEVEL, 30, 6.0);
        assertThat(compare().listed())
                .singleElement()
                .satisfies(each -> assertThat(each.kind()).isEqualTo(Kind.MISSING_IN_SECOND));
    }

    // The value that held is written where a gap was filled; it says nothing that the other archive does not show.
    @Test
    void theEdgeOfAFilledGapIsNoDifference() {
        both(LEVEL, 0, 1);
        put(pollux, LEVEL, 100, 3);
        put(castor, LEVEL, 100, 3);
        put(castor, LEVEL, new ArchivedSample(BEGIN + 103 * S, BEGIN + 100 * S + 7, 0, Value.of(3)));
        assertThat(compare().same()).isTrue();

        put(castor, LEVEL, 104, 3);
        assertThat(compare().differences()).as("a sample of its own is one").isEqualTo(1);
    }

    @Test
    void aChangeSeenAPollLaterIsTheSameChange() {
        both(PUMP, 0, 0);
        put(castor, PUMP, 50, 1);
        put(pollux, PUMP, 51, 1);
        put(castor, PUMP, 4_000, 0);
        put(pollux, PUMP, 4_002, 0);
        assertThat(compare().same()).isTrue();

        put(castor, PUMP, 5_000, 1);
        put(castor, PUMP, 5_003, 0);
        Verdict verdict = compare();
        assertThat(verdict.differences()).isEqualTo(1);
        Difference difference = verdict.listed().get(0);
        assertThat(difference.kind()).isEqualTo(Kind.SHOWS_DIFFERENT);
        assertThat(difference.range()).isEqualTo(new TimeRange(BEGIN + 5_000 * S, BEGIN + 5_003 * S));
        assertThat(difference.first().orElseThrow().value()).isEqualTo(Value.of(1));
        assertThat(difference.second().orElseThrow().value()).isEqualTo(Value.of(0));
    }

    // A change that one station missed shows in every hour until the next one, also where nothing is archived.
    @Test
    void aMissedChangeShowsInTheHoursAfterIt() {
        both(PUMP, 0, 0);
        put(castor, PUMP, 50, 1);
        Verdict verdict = compare();
        assertThat(verdict.listed()).hasSize(3).allMatch(each -> each.kind() == Kind.SHOWS_DIFFERENT);
        assertThat(verdict.listed().get(2).range().to()).isEqualTo(RANGE.to());
    }

    @Test
    void trendsOnChangeMayDifferByTheDeadBand() {
        both(FLOW, 0, 10);
        put(castor, FLOW, 100, 10.4);
        put(pollux, FLOW, 200, 10.5);
        assertThat(compare().same()).isTrue();
        put(castor, FLOW, 300, 11.1);
        assertThat(compare().differences()).as("control: beyond it").isPositive();
    }

    // Two swinging doors keep different points of the same ramp.
    @Test
    void straightLinesMayHaveDifferentPoints() {
        put(castor, HEAT, 0, 0);
        put(castor, HEAT, 1_000, 10);
        put(pollux, HEAT, 0, 0.2);
        put(pollux, HEAT, 600, 6.3);
        put(pollux, HEAT, 1_000, 10);
        assertThat(compare().same()).isTrue();
        put(pollux, HEAT, 800, 9);
        Verdict verdict = compare();
        assertThat(verdict.listed()).extracting(Difference::kind).containsExactly(Kind.SHOWS_DIFFERENT);
        assertThat(verdict.listed().get(0).range().from()).isEqualTo(BEGIN + 800 * S);
    }

    @Test
    void gapsThatAreNotFilledAreNamedAndNotCompared() {
        TimeRange gap = new TimeRange(BEGIN + 100 * S, BEGIN + 200 * S);
        cover(pollux, "PLC1", gap, false);
        both(LEVEL, 0, 1);
        put(castor, LEVEL, 150, 1);
        put(pollux, LEVEL, new ArchivedSample(BEGIN + 100 * S, 0, ArchivedSample.HOLE, Value.NULL));
        Verdict verdict = compare();
        assertThat(verdict.differences()).isZero();
        assertThat(verdict.unfilled()).containsExactly(new Unfilled(true, "PLC1", gap));
        assertThat(verdict.same()).isFalse();
    }

    // Whatever single sample is lost or changed, it is found.
    @Test
    void noSingleChangeIsOverlooked() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (long second = 0; second < 7_200; second += 40) {
            both(SETPOINT, second, random.nextInt(5));
        }
        assertThat(compare().same()).as("control, seed %d", seed).isTrue();
        for (int i = 0; i < 5; i++) {
            long second = 40L * random.nextInt(180);
            Archive one = random.nextBoolean() ? castor : pollux;
            TimeRange at = new TimeRange(BEGIN + second * S, BEGIN + second * S + 1);
            ArchivedSample old = one.bound(SETPOINT.series(), at.from(), Archive.Side.AT_OR_AFTER, at)
                    .orElseThrow();
            append(one, Batch.deleting(List.of(new Batch.Deletion(SETPOINT.series(), at))));
            assertThat(compare().differences()).as("lost, seed %d", seed).isEqualTo(1);
            put(one, SETPOINT, new ArchivedSample(old.time(), old.serverTime(), 0x40000000, old.value()));
            assertThat(compare().listed())
                    .as("changed, seed %d", seed)
                    .extracting(Difference::kind)
                    .containsExactly(Kind.DIFFERS);
            put(one, SETPOINT, old);
            assertThat(compare().same()).as("mended, seed %d", seed).isTrue();
        }
    }
}
