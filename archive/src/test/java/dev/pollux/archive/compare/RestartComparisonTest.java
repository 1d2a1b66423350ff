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
import dev.pollux.archive.capture.Capture;
import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.archive.capture.CaptureRules;
import dev.pollux.archive.capture.DeadBand;
import dev.pollux.archive.capture.Occasion;
import dev.pollux.archive.compare.KeptTag.Sameness;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksConfig;
import dev.pollux.archive.sync.ArchiveDesk;
import dev.pollux.archive.sync.GapFiller;
import dev.pollux.archive.sync.GapRules;
import dev.pollux.archive.sync.GuardedArchive;
import dev.pollux.archive.sync.RemoteArchive;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two stations poll the same signal at different moments and archive what their dead band or swinging door lets
 * through. One is stopped for a while and fills its gap. Nothing is missing then, whatever compression left out.
 */
class RestartComparisonTest {
    private static final Series HEAT = Series.of("Heat");
    private static final String DEVICE = "PLC1";
    private static final long S = Ticks.PER_SECOND;
    private static final long BEGIN = 1_000 * Ticks.PER_HOUR;
    private static final double BAND = 0.1;
    private static final int LONG = 600;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aSwingingDoorsRestartIsNoDifference() throws Exception {
        stories(DeadBand.swingingDoor(BAND), Sameness.SLOPED);
    }

    @Test
    void aDeadBandsRestartIsNoDifference() throws Exception {
        stories(DeadBand.absolute(BAND), Sameness.STEPPED);
    }

    // A valve closes within a second, first slowly and then fast: between the looks of one station the line is not
    // where
    // the other one looked, but it comes by there at once. A value where it never comes by is a difference.
    @Test
    void aSteepCurveSeenAtOtherInstantsIsNoDifference() {
        KeptTag tag = new KeptTag(HEAT, DEVICE, Sameness.SLOPED, 2 * BAND, 2 * S);
        try (Archive one = open("one");
                Archive other = open("other")) {
            put(one, 0, 0, 10, 0, 11, 1, 12, 6, 13, 6, 30, 6);
            put(other, 0.5, 0, 10.5, 0.2, 11.5, 5.8, 12.5, 6, 30.5, 6);
            assertThat(compare(one, other, tag).listed()).isEmpty();
            put(one, 20, 3);
            assertThat(compare(one, other, tag).listed()).as("control").hasSize(1);
        }
    }

    private static void put(Archive archive, double... timesAndValues) {
        List<Batch.Entry> entries = new ArrayList<>();
        for (int i = 0; i < timesAndValues.length; i += 2) {
            long time = time(timesAndValues[i]);
            entries.add(new Batch.Entry(HEAT, new ArchivedSample(time, time, 0, Value.of(timesAndValues[i + 1]))));
        }
        var covered = new Batch.CoverageChange(DEVICE, new TimeRange(time(0), time(31)), true);
        var unused = archive.append(Batch.of(entries, List.of(covered)), WriteMode.LIVE)
                .join();
    }

    private void stories(DeadBand band, Sameness sameness) throws Exception {
        long seed = Long.getLong("pollux.seed", 5);
        for (int story = 0; story < Integer.getInteger("pollux.rounds", 6); story++) {
            story(new SplittableRandom(seed + story), seed + story, band, sameness);
        }
    }

    private void story(SplittableRandom random, long seed, DeadBand band, Sameness sameness) throws Exception {
        DoubleUnaryOperator signal = signal(random);
        CapturePolicy policy = new CapturePolicy(new Occasion.OnChange(), band, Duration.ZERO, Duration.ofSeconds(60));
        KeptTag tag = new KeptTag(HEAT, DEVICE, sameness, 2 * BAND, 2 * S);
        int stop = 100 + random.nextInt(200);
        int start = stop + 20 + random.nextInt(200);
        try (Archive one = open("one" + seed);
                Archive other = open("other" + seed)) {
            poll(one, policy, signal, new Run(0, LONG, 0, false));
            double phase = random.nextDouble(0.9);
            poll(other, policy, signal, new Run(0, stop, phase, random.nextBoolean()));
            poll(other, policy, signal, new Run(start, LONG, phase, false));
            assertThat(compare(one, other, tag).unfilled()).as("control").isNotEmpty();
            fill(other, one, sameness);
            Verdict verdict = compare(one, other, tag);
            assertThat(verdict.listed())
                    .as("seed %d, stopped from %d to %d", seed, stop, start)
                    .isEmpty();
            assertThat(verdict.samples()).isGreaterThan(5);
        }
    }

    /** Rises, holds, jumps. */
    private static DoubleUnaryOperator signal(SplittableRandom random) {
        double[] at = new double[LONG + 2];
        double slope = 0;
        double value = 20;
        int jumped = 0;
        for (int second = 0; second < at.length; second++) {
            if (random.nextInt(30) == 0) {
                slope = random.nextInt(3) == 0 ? 0 : random.nextDouble(-0.05, 0.05);
            }
            if (random.nextInt(100) == 0 && second > jumped + 3) {
                // Not at once back again: what lasts for less than a poll only one of both may see.
                value += random.nextDouble(-3, 3);
                jumped = second;
            }
            value += slope + random.nextDouble(-0.02, 0.02);
            at[second] = value;
        }
        return seconds -> {
            int second = (int) seconds;
            return at[second] + (seconds - second) * (at[second + 1] - at[second]);
        };
    }

    /** A station that runs between two seconds, and looks so long after each full one. */
    private record Run(int from, int to, double phase, boolean killed) {}

    private static void poll(Archive archive, CapturePolicy policy, DoubleUnaryOperator signal, Run run) {
        double phase = run.phase();
        Capture capture = new Capture(new CaptureRules(policy, 0));
        List<Batch.Entry> entries = new ArrayList<>();
        Consumer<ArchivedSample> sink = each -> entries.add(new Batch.Entry(HEAT, each));
        capture.begin(time(run.from() + phase), -1);
        double last = Double.NaN;
        for (int second = run.from(); second < run.to(); second++) {
            long time = time(second + phase);
            double value = signal.applyAsDouble(second + phase);
            if (value != last) {
                capture.accept(new ArchivedSample(time, time, 0, Value.of(value)), sink);
                last = value;
            }
            capture.tick(time, sink);
        }
        long end = time(run.to() - 1 + phase) + 1;
        if (run.killed()) {
            // What is held back is lost, and the next start marks where the coverage ends.
            end = Math.min(end, capture.completeTo());
            sink.accept(new ArchivedSample(end, end, ArchivedSample.HOLE, Value.NULL));
        } else {
            capture.end(end, sink);
        }
        var covered = new Batch.CoverageChange(DEVICE, new TimeRange(time(run.from() + phase), end), true);
        var unused = archive.append(Batch.of(entries, List.of(covered)), WriteMode.LIVE)
                .join();
    }

    private static long time(double seconds) {
        return BEGIN + Math.round(seconds * S);
    }

    private static void fill(Archive own, Archive partner, Sameness sameness) throws InterruptedException {
        ArchiveDesk desk = new ArchiveDesk(partner);
        GapFiller.Tags tags = new GapFiller.Tags() {
            @Override
            public List<Series> of(String device) {
                return List.of(HEAT);
            }

            @Override
            public boolean stepped(Series series) {
                return sameness == Sameness.STEPPED;
            }
        };
        GapFiller filler = new GapFiller(new GuardedArchive(own), new RemoteArchive(desk::answer), tags, samples -> {});
        for (GapRules.Piece piece :
                GapRules.plan(Coverage.of(own.coverage()), Coverage.of(partner.coverage()), TimeRange.ALL, 300 * S)) {
            filler.fill(piece);
        }
    }

    private static Verdict compare(Archive one, Archive other, KeptTag tag) {
        return new ArchiveComparison(remote(one, tag), remote(other, tag), 100)
                .run(TimeRange.ALL, name -> true, progress -> {});
    }

    private static ComparableArchive remote(Archive archive, KeptTag tag) {
        ArchiveDesk desk = new ArchiveDesk(archive, List.of(tag));
        return new RemoteArchive(desk::answer);
    }

    private Archive open(String name) {
        return RocksArchive.open(
                RocksConfig.in(directory.resolve(name))
                        .withCommitInterval(Duration.ZERO)
                        .withMemoryBytes(8 << 20),
                Clock.systemUTC());
    }
}
