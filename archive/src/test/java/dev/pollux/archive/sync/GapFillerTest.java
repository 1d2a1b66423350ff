package dev.pollux.archive.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Samples;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.coverage.Intervals;
import dev.pollux.archive.sync.GapRules.Piece;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real archives; the bytes between them are carried by hand. */
class GapFillerTest {
    private static final String DEVICE = "PLC1";
    private static final int BAD_NO_COMMUNICATION = 0x80310000;
    private static final Series LEVEL = Series.of("T100.Level");
    private static final Series FLOW = Series.of("T100.Flow");
    private static final List<Series> BOTH = List.of(FLOW, LEVEL);

    @TempDir
    private Path directory = Path.of("");

    private Side own = Side.NONE;
    private Side partner = Side.NONE;

    @BeforeEach
    void open() {
        own = new Side(directory.resolve("own"));
        partner = new Side(directory.resolve("partner"));
    }

    @AfterEach
    void close() {
        own.close();
        partner.close();
    }

    // The station was away from 100 to 200: afterwards it has what it would have had.
    @Test
    void theGapIsFilledAndTheHoleIsGone() throws Exception {
        for (long time = 0; time < 300; time += 10) {
            partner.put(LEVEL, time, 1.0 * time);
            if (time < 100 || time >= 200) {
                own.put(LEVEL, time, 1.0 * time);
            }
        }
        own.mark(LEVEL, 100);
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 0, 100);
        own.covered(DEVICE, 200, 300);

        fill();

        assertThat(own.all(LEVEL)).isEqualTo(partner.all(LEVEL));
        assertThat(own.coverage().of(DEVICE)).isEqualTo(Intervals.of(new TimeRange(0, 300)));
    }

    // Archived on change: nothing changed in the gap, but the trend must not show the value from before it.
    @Test
    void whatHeldWhenTheGapBeganAndEndedIsWrittenThere() throws Exception {
        partner.put(LEVEL, 50, 5.0);
        partner.put(LEVEL, 150, 7.0);
        own.put(LEVEL, 50, 5.0);
        own.mark(LEVEL, 100);
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 0, 100);
        own.covered(DEVICE, 200, 300);

        fill();

        assertThat(own.all(LEVEL))
                .extracting(ArchivedSample::time, sample -> sample.value().number())
                .containsExactly(tuple(50, 5.0), tuple(100, 5.0), tuple(150, 7.0));
    }

    // The own connection to a device is lost for hours: its gap grows and is filled again and again, without a sample
    // more than the partner has.
    @Test
    void aGapThatGrowsGetsNoEdgeAtEachStep() throws Exception {
        partner.put(LEVEL, 50, 5.0);
        own.put(LEVEL, 50, 5.0);
        own.mark(LEVEL, 100);
        own.covered(DEVICE, 0, 100);
        for (long now = 200; now < 1_000; now += 100) {
            partner.covered(DEVICE, 0, now);
            fill();
        }

        assertThat(own.all(LEVEL))
                .extracting(ArchivedSample::time, sample -> sample.value().number())
                .containsExactly(tuple(50, 5.0), tuple(100, 5.0));
        assertThat(own.coverage()).isEqualTo(partner.coverage());
    }

    // The own connection was lost, and each cycle wrote that down, later than the partner its good value: in the gap
    // the
    // partner's account stands, whatever the time of arrival.
    @Test
    void badRemainsOfALostConnectionGiveWayToWhatThePartnerSaw() throws Exception {
        partner.put(LEVEL, 50, 5.0);
        own.put(LEVEL, 50, 5.0);
        for (long time = 100; time < 200; time += 10) {
            partner.put(LEVEL, time, 1.0 * time);
            own.put(LEVEL, new ArchivedSample(time, time + 400, BAD_NO_COMMUNICATION, Value.NULL));
        }
        own.put(LEVEL, new ArchivedSample(95, 95, BAD_NO_COMMUNICATION, Value.NULL));
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 0, 90);
        own.covered(DEVICE, 200, 300);

        fill();

        assertThat(own.all(LEVEL)).isEqualTo(partner.all(LEVEL));
    }

    // A frozen station woke up and took the value from before for that of all instants since then.
    @Test
    void staleRemainsOfAFrozenStationGiveWayToWhatThePartnerSaw() throws Exception {
        for (long time = 0; time < 300; time += 10) {
            partner.put(LEVEL, time, time < 120 ? 5.0 : 3.0);
            own.put(LEVEL, time, time < 180 ? 5.0 : 3.0);
        }
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 0, 100);
        own.covered(DEVICE, 180, 300);
        assertThat(own.all(LEVEL)).as("control").isNotEqualTo(partner.all(LEVEL));

        fill();

        assertThat(own.all(LEVEL)).isEqualTo(partner.all(LEVEL));
    }

    // Nobody but this station has them: a filled gap must not cost what a user has written, nor a tag that only this
    // station's project archives.
    @Test
    void whatUsersChangedAndWhatThePartnerDoesNotKnowStays() throws Exception {
        partner.put(LEVEL, 50, 5.0);
        partner.put(LEVEL, 150, 7.0);
        partner.put(LEVEL, 160, 8.0);
        own.put(LEVEL, 50, 5.0);
        own.changed(LEVEL, 120, 1.0, Modification.Kind.INSERT);
        own.changed(LEVEL, 150, 2.0, Modification.Kind.REPLACE);
        own.changed(LEVEL, 160, 8.0, Modification.Kind.DELETE);
        own.put(FLOW, 130, 9.0);
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 0, 100);

        fill();

        assertThat(own.all(LEVEL))
                .extracting(ArchivedSample::time, sample -> sample.value().number())
                .containsExactly(tuple(50, 5.0), tuple(120, 1.0), tuple(150, 2.0));
        assertThat(own.all(FLOW)).hasSize(1);
    }

    // The partner archived the tag until 150 and then no more: from there on only this station has its values. Nor does
    // it know the other one, so the marks in it stay too.
    @Test
    void whatThePartnerArchivesNoLongerStays() throws Exception {
        partner.put(LEVEL, 50, 5.0);
        partner.mark(LEVEL, 150);
        own.put(LEVEL, 120, 1.0);
        own.put(LEVEL, 180, 2.0);
        own.put(LEVEL, 190, 3.0);
        own.mark(LEVEL, 195);
        own.put(FLOW, 130, 9.0);
        own.mark(FLOW, 140);
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 0, 100);

        fill();

        assertThat(own.all(LEVEL))
                .extracting(ArchivedSample::time)
                .as("the one at 120 the partner would have had")
                .containsExactly(100L, 180L, 190L, 195L);
        assertThat(own.all(FLOW)).extracting(ArchivedSample::time).containsExactly(130L, 140L);
    }

    // A line leads from 50 to 150: at 100 it is half way, and the value from 50 would be a dent in it.
    @Test
    void aStraightLineGetsNoEdge() throws Exception {
        partner.put(LEVEL, 50, 5.0);
        partner.put(LEVEL, 150, 7.0);
        own.put(LEVEL, 50, 5.5);
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 0, 100);
        GapFiller filler = new GapFiller(
                new GuardedArchive(own.archive()),
                partner.remote(),
                new GapFiller.Tags() {
                    @Override
                    public List<Series> of(String device) {
                        return BOTH;
                    }

                    @Override
                    public boolean stepped(Series series) {
                        return false;
                    }
                },
                samples -> {});

        filler.fill(new Piece(DEVICE, new TimeRange(100, 300), true, false));

        assertThat(own.all(LEVEL))
                .extracting(ArchivedSample::time, sample -> sample.value().number())
                .containsExactly(tuple(50, 5.5), tuple(150, 7.0));
    }

    // The own observation at an instant of the edge stays: there is a sample.
    @Test
    void anEdgeThatHasASampleKeepsIt() throws Exception {
        partner.put(LEVEL, 50, 5.0);
        own.put(LEVEL, 200, 9.0);
        partner.covered(DEVICE, 0, 300);
        own.covered(DEVICE, 200, 300);

        fill();

        assertThat(own.all(LEVEL))
                .extracting(ArchivedSample::time, sample -> sample.value().number())
                .containsExactly(tuple(50, 5.0), tuple(200, 9.0));
    }

    // A link that breaks half way: the piece is not called complete, and the next attempt ends right.
    @Test
    void whatIsInterruptedBeginsAgainAndEndsTheSame() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        for (long time = 0; time < 60_000; time++) {
            partner.put(time % 2 == 0 ? LEVEL : FLOW, time, random.nextDouble());
        }
        partner.flush();
        partner.covered(DEVICE, 0, 60_000);
        List<Integer> pages = new ArrayList<>();
        GapFiller breaking =
                new GapFiller(new GuardedArchive(own.archive()), partner.remote(), device -> BOTH, samples -> {
                    pages.add(samples);
                    if (pages.size() == 1) {
                        throw new CancellationException("cable");
                    }
                });
        Piece piece = new Piece(DEVICE, new TimeRange(0, 60_000), true, true);

        assertThatThrownBy(() -> breaking.fill(piece)).isInstanceOf(CancellationException.class);
        assertThat(own.coverage().isEmpty()).isTrue();
        assertThat(own.all(FLOW)).as("control: it was half way").isNotEmpty().hasSizeLessThan(30_000);

        fill();

        assertThat(own.all(LEVEL)).isEqualTo(partner.all(LEVEL)).hasSize(30_000);
        assertThat(own.all(FLOW)).isEqualTo(partner.all(FLOW)).hasSize(30_000);
        assertThat(own.coverage()).isEqualTo(partner.coverage());
    }

    // The next partner's turn begins when this returns: what comes late must not be written over its account.
    @Test
    void aFailureIsToldOnceNothingIsBeingStoredAnyMore() {
        for (long time = 0; time < 60_000; time++) {
            partner.put(LEVEL, time, 1.0 * time);
        }
        partner.covered(DEVICE, 0, 60_000);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        Executor later = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);
        Archive slow = appending(own.archive(), () -> {
            if (begun.incrementAndGet() == 1) {
                return CompletableFuture.failedFuture(new ArchiveException("no space left"));
            }
            return CompletableFuture.runAsync(ended::incrementAndGet, later);
        });
        GapFiller filler = new GapFiller(new GuardedArchive(slow), partner.remote(), device -> BOTH, samples -> {});

        assertThatThrownBy(() -> filler.fill(new Piece(DEVICE, new TimeRange(0, 60_000), true, true)))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("no space left");
        assertThat(begun.get()).as("control: several batches").isGreaterThan(2);
        assertThat(ended.get()).isEqualTo(begun.get() - 1);
    }

    /** A real archive that stores as it is told. */
    private static Archive appending(Archive real, Supplier<CompletableFuture<?>> append) {
        return (Archive) Proxy.newProxyInstance(
                Archive.class.getClassLoader(),
                new Class<?>[] {Archive.class},
                (proxy, method, values) ->
                        method.getName().equals("append") ? append.get() : method.invoke(real, values));
    }

    @Test
    void aPartnerThatDoesNotAnswerIsAClearError() {
        PartnerArchive gone = new RemoteArchive(request -> {
            throw new ArchiveException("the partner's archive does not answer: reset");
        });
        GapFiller filler = new GapFiller(new GuardedArchive(own.archive()), gone, device -> BOTH, samples -> {});

        assertThatThrownBy(() -> filler.fill(new Piece(DEVICE, new TimeRange(0, 10), true, true)))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("does not answer");
        assertThat(own.coverage().isEmpty()).isTrue();
    }

    // Any values of any types, any failures in turn: at the end both have the same, bit for bit.
    @Test
    void alternatingFailuresEndWithEqualArchives() throws Exception {
        long seed = Long.getLong("pollux.seed", 11);
        for (int story = 0; story < Integer.getInteger("pollux.rounds", 5); story++) {
            SplittableRandom random = new SplittableRandom(seed + story);
            Path folder = directory.resolve("story" + story);
            try (Side a = new Side(folder.resolve("a"));
                    Side b = new Side(folder.resolve("b"))) {
                long now = 0;
                for (int phase = 0; phase < 6; phase++) {
                    long end = now + 50 + random.nextInt(200);
                    archive(
                            random,
                            phase % 3 == 1 ? List.of(a) : phase % 3 == 2 ? List.of(b) : List.of(a, b),
                            now,
                            end);
                    now = end;
                }
                fill(a, b);
                fill(b, a);

                for (Series series : BOTH) {
                    assertThat(a.all(series)).as("seed %d", seed + story).isEqualTo(b.all(series));
                }
                assertThat(a.coverage()).as("seed %d", seed + story).isEqualTo(b.coverage());
                assertThat(a.coverage().of(DEVICE)).isEqualTo(Intervals.of(new TimeRange(0, now)));
            }
        }
    }

    /** A device's values stamped by itself, at both stations alike, at those that are up. */
    private static void archive(SplittableRandom random, List<Side> up, long from, long to) {
        for (long time = from; time < to; time++) {
            ArchivedSample sample = Samples.any(random, time);
            Series series = BOTH.get(random.nextInt(2));
            if (sample.status() != ArchivedSample.HOLE) {
                up.forEach(side -> side.put(series, sample));
            }
        }
        // Both know a first and a last value, so that no edge needs one that was never there.
        for (Series series : BOTH) {
            ArchivedSample first = new ArchivedSample(from, from, 0, Value.of(random.nextDouble()));
            up.forEach(side -> side.put(series, first));
        }
        up.forEach(side -> side.covered(DEVICE, from, to));
    }

    private void fill() throws Exception {
        fill(own, partner);
    }

    private static void fill(Side to, Side from) throws Exception {
        GapFiller filler =
                new GapFiller(new GuardedArchive(to.archive()), from.remote(), device -> BOTH, samples -> {});
        Coverage theirs = from.remote().coverage();
        for (Piece piece : GapRules.plan(to.coverage(), theirs, new TimeRange(0, 1_000_000), 1_000)) {
            filler.fill(piece);
        }
    }

    private static org.assertj.core.groups.Tuple tuple(long time, double value) {
        return org.assertj.core.groups.Tuple.tuple(time, value);
    }
}
