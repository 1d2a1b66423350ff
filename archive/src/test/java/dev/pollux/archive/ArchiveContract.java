package dev.pollux.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every adapter promises. An adapter's test says how to open one. */
public abstract class ArchiveContract extends ArchiveSideContract {
    @Test
    void givesBackEveryKindOfValueWithStatusAndServerTime() {
        SplittableRandom random = new SplittableRandom(11);
        List<ArchivedSample> samples = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Value value = Samples.value(random);
            int status = i % 3 == 0 ? random.nextInt() : 0;
            samples.add(new ArchivedSample(T + i, T + random.nextInt(1_000_000), status, value));
        }
        AppendResult result = append(LEVEL, samples.toArray(ArchivedSample[]::new));

        assertThat(result.rejected()).isEmpty();
        assertThat(result.stored()).isEqualTo(300);
        assertThat(all(LEVEL)).isEqualTo(samples);
        reopen();
        assertThat(all(LEVEL)).isEqualTo(samples);
    }

    // 100 ns apart, at a day's end, and one series' name the beginning of another's.
    @Test
    void keepsSeriesAndInstantsApart() {
        Series longer = Series.of("T100.Level2");
        Series minute = Series.longTerm("minute", "T100.Level", "Average");
        long midnight = (T / DAY) * DAY;
        append(LEVEL, sample(midnight - 1, 1), sample(midnight, 2), sample(midnight + 1, 3));
        append(longer, sample(midnight, 4));
        append(minute, sample(midnight, 5));

        assertThat(all(LEVEL)).containsExactly(sample(midnight - 1, 1), sample(midnight, 2), sample(midnight + 1, 3));
        assertThat(all(longer)).containsExactly(sample(midnight, 4));
        assertThat(all(minute)).containsExactly(sample(midnight, 5));
        assertThat(archive.series()).containsExactly(minute, LEVEL, longer);
    }

    @Test
    void theSameBatchAgainChangesNothing() {
        append(LEVEL, sample(T, 1), sample(T + 1, 2));
        assertThat(append(LEVEL, sample(T, 1), sample(T + 1, 2)).stored()).isEqualTo(2);

        assertThat(all(LEVEL)).containsExactly(sample(T, 1), sample(T + 1, 2));
    }

    @Test
    void liveTheLaterOneStands() {
        append(LEVEL, new ArchivedSample(T, T + 9, 0, Value.of(1)));
        append(LEVEL, sample(T, 2), new ArchivedSample(T, T + 1, 0, new Value(Value.STRING, "three")));

        assertThat(all(LEVEL)).containsExactly(new ArchivedSample(T, T + 1, 0, new Value(Value.STRING, "three")));
    }

    @Test
    void aMergeKeepsTheLaterServerTimeWhateverTheOrder() {
        ArchivedSample early = new ArchivedSample(T, T + 1, 0, Value.of(100));
        ArchivedSample late = new ArchivedSample(T, T + 2, 0, Value.of(1));
        append(archive, WriteMode.MERGE, LEVEL, early);
        append(archive, WriteMode.MERGE, LEVEL, late);
        append(archive, WriteMode.MERGE, FLOW, late, sample(T + 1, 7));
        append(archive, WriteMode.MERGE, FLOW, early);

        assertThat(all(LEVEL)).containsExactly(late);
        assertThat(all(FLOW)).containsExactly(late, sample(T + 1, 7));
    }

    // Two stations that had different values for one instant exchange them, at the same time.
    @Test
    void archivesThatMergeEachOtherEndEqual() {
        SplittableRandom random = new SplittableRandom(3);
        List<Batch.Entry> one = new ArrayList<>();
        List<Batch.Entry> two = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long time = T + i * HOUR / 4;
            if (i % 3 != 0) {
                one.add(new Batch.Entry(LEVEL, new ArchivedSample(time, time, 0, Samples.value(random))));
            }
            if (i % 4 != 0) {
                two.add(new Batch.Entry(LEVEL, new ArchivedSample(time, time, 0, Samples.value(random))));
            }
        }
        try (Archive other = open(directory.resolve("two"))) {
            archive.append(Batch.of(one), WriteMode.LIVE).join();
            other.append(Batch.of(two), WriteMode.LIVE).join();
            archive.append(Batch.of(two), WriteMode.MERGE).join();
            Collections.reverse(one);
            other.append(Batch.of(one), WriteMode.MERGE).join();

            Page.Request request = new Page.Request(LEVEL, new TimeRange(T, T + 9 * DAY), false, 1000);
            assertThat(archive.read(request)).isEqualTo(other.read(request));
            assertThat(archive.read(request).samples()).hasSizeGreaterThan(150);
            assertThat(archive.digests(List.of(LEVEL), request.range(), DAY))
                    .isEqualTo(other.digests(List.of(LEVEL), request.range(), DAY));
        }
    }

    @Test
    void pagesGoOnWhereTheOneBeforeEnded() {
        List<ArchivedSample> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            samples.add(sample(T + i * HOUR, i));
        }
        append(LEVEL, samples.toArray(ArchivedSample[]::new));
        for (boolean reverse : new boolean[] {false, true}) {
            for (int limit : new int[] {1, 7, 50, 99, 100, 101}) {
                List<ArchivedSample> read = new ArrayList<>();
                Optional<Page.Request> next =
                        Optional.of(new Page.Request(LEVEL, new TimeRange(T, T + 100 * HOUR), reverse, limit));
                while (next.isPresent()) {
                    Page page = archive.read(next.get());
                    assertThat(page.samples()).hasSizeBetween(1, limit);
                    read.addAll(page.samples());
                    next = page.rest();
                }
                if (reverse) {
                    Collections.reverse(read);
                }
                assertThat(read).isEqualTo(samples);
            }
        }
    }

    @Test
    void aRangeIsHalfOpen() {
        append(LEVEL, sample(T, 1), sample(T + 1, 2), sample(T + 2, 3));

        assertThat(archive.read(new Page.Request(LEVEL, new TimeRange(T, T + 2), false, 9))
                        .samples())
                .containsExactly(sample(T, 1), sample(T + 1, 2));
        assertThat(archive.read(new Page.Request(LEVEL, new TimeRange(T + 1, T + 1), false, 9))
                        .samples())
                .isEmpty();
    }

    @Test
    void findsTheNearestOnEitherSide() {
        append(LEVEL, sample(T, 1), sample(T + 3 * DAY, 2));
        append(FLOW, sample(T + DAY, 9));
        TimeRange wide = new TimeRange(T - DAY, T + 9 * DAY);

        assertThat(archive.bound(LEVEL, T + 2 * DAY, Archive.Side.AT_OR_BEFORE, wide))
                .contains(sample(T, 1));
        assertThat(archive.bound(LEVEL, T + 2 * DAY, Archive.Side.AT_OR_AFTER, wide))
                .contains(sample(T + 3 * DAY, 2));
        assertThat(archive.bound(LEVEL, T, Archive.Side.AT_OR_BEFORE, wide)).contains(sample(T, 1));
        assertThat(archive.bound(LEVEL, T, Archive.Side.AT_OR_AFTER, wide)).contains(sample(T, 1));
        assertThat(archive.bound(LEVEL, T - 1, Archive.Side.AT_OR_BEFORE, wide)).isEmpty();
        assertThat(archive.bound(LEVEL, T + 3 * DAY + 1, Archive.Side.AT_OR_AFTER, wide))
                .isEmpty();
        assertThat(archive.bound(LEVEL, T + 2 * DAY, Archive.Side.AT_OR_BEFORE, new TimeRange(T + 1, T + 2 * DAY)))
                .isEmpty();
        assertThat(archive.bound(LEVEL, T + 20 * DAY, Archive.Side.AT_OR_BEFORE, wide))
                .contains(sample(T + 3 * DAY, 2));
    }

    @Test
    void scansSeriesBySeriesAndEndsWhenTold() {
        append(LEVEL, sample(T, 1), sample(T + DAY, 2));
        append(FLOW, sample(T, 3), sample(T + 5 * DAY, 4));
        List<String> seen = new ArrayList<>();
        Archive.Sink sink = (series, sample) -> {
            seen.add(series.name() + " " + sample.value().number());
            return seen.size() < 3;
        };
        archive.scan(List.of(LEVEL, FLOW, Series.of("none")), new TimeRange(T, T + 9 * DAY), sink);

        assertThat(seen).containsExactly("T100.Flow 3.0", "T100.Flow 4.0", "T100.Level 1.0");
    }

    @Test
    void deletesWhatIsInTheRangeAndNothingElse() {
        append(LEVEL, sample(T, 1), sample(T + 1, 2), sample(T + DAY, 3), sample(T + 3 * DAY, 4));
        append(FLOW, sample(T + 1, 9));
        archive.append(
                        Batch.deleting(List.of(new Batch.Deletion(LEVEL, new TimeRange(T + 1, T + 3 * DAY)))),
                        WriteMode.LIVE)
                .join();

        assertThat(all(LEVEL)).containsExactly(sample(T, 1), sample(T + 3 * DAY, 4));
        assertThat(all(FLOW)).containsExactly(sample(T + 1, 9));
        reopen();
        assertThat(all(LEVEL)).containsExactly(sample(T, 1), sample(T + 3 * DAY, 4));
    }

    // A user replaces a range: what stood there must not be left between, nor the new one be deleted with it.
    @Test
    void deletionsOfABatchComeBeforeItsSamples() {
        for (WriteMode mode : WriteMode.values()) {
            Series series = Series.of("replaced " + mode);
            append(series, new ArchivedSample(T, T + 99, 0, Value.of(1)), sample(T + 1, 2));
            Batch replace = new Batch(
                    List.of(new Batch.Entry(series, sample(T, 7))),
                    List.of(new Batch.Deletion(series, new TimeRange(T, T + 10))),
                    List.of(),
                    List.of(),
                    List.of());
            archive.append(replace, mode).join();

            assertThat(all(series)).as("%s", mode).containsExactly(sample(T, 7));
        }
    }

    @Test
    void digestsCountAndTellDifferentContents() {
        append(LEVEL, sample(T, 1), sample(T + HOUR, 2), sample(T + HOUR + 1, 3));
        List<Archive.Digest> before = archive.digests(List.of(LEVEL, FLOW), new TimeRange(T, T + DAY), HOUR);

        assertThat(before).extracting(Archive.Digest::count).containsExactly(1L, 2L);
        assertThat(before).extracting(Archive.Digest::from).containsExactly(T / HOUR * HOUR, T / HOUR * HOUR + HOUR);
        append(LEVEL, sample(T + HOUR, 2.5));
        List<Archive.Digest> after = archive.digests(List.of(LEVEL), new TimeRange(T, T + DAY), HOUR);
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(1).count()).isEqualTo(2);
        assumeThat(archive.capabilities().contentDigest()).isTrue();
        assertThat(after.get(1).hash()).isNotEqualTo(before.get(1).hash());
    }
}
