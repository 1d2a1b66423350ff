package dev.pollux.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every adapter promises about all that is not reading samples; see {@link ArchiveContract}. */
public abstract class ArchiveSideContract {
    /** The present of all tests. */
    protected static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    protected static final long T = Ticks.of(NOW) - 10 * Ticks.PER_DAY;
    protected static final long DAY = Ticks.PER_DAY;
    protected static final Series LEVEL = Series.of("T100.Level");
    protected static final Series FLOW = Series.of("T100.Flow");

    protected static final long HOUR = Ticks.PER_HOUR;

    @TempDir
    protected Path directory;

    protected Archive archive;

    /** Opens the archive of a directory, or again what was closed there; {@link #NOW} is the present. */
    protected abstract Archive open(Path where);

    @BeforeEach
    void openArchive() {
        archive = open(directory.resolve("one"));
    }

    @AfterEach
    void closeArchive() {
        archive.close();
    }

    protected final void reopen() {
        archive.close();
        archive = open(directory.resolve("one"));
    }

    protected static ArchivedSample sample(long time, double value) {
        return new ArchivedSample(time, time + 5, 0, Value.of(value));
    }

    protected final AppendResult append(Series series, ArchivedSample... samples) {
        return append(archive, WriteMode.LIVE, series, samples);
    }

    protected static AppendResult append(Archive into, WriteMode mode, Series series, ArchivedSample... samples) {
        List<Batch.Entry> entries = new ArrayList<>();
        for (ArchivedSample sample : samples) {
            entries.add(new Batch.Entry(series, sample));
        }
        return into.append(Batch.of(entries), mode).join();
    }

    protected final List<ArchivedSample> all(Series series) {
        return archive.read(new Page.Request(series, archive.capabilities().times(), false, 1000))
                .samples();
    }

    @Test
    void anEmptyArchiveAnswersWithNothing() {
        TimeRange all = archive.capabilities().times();
        assertThat(all(LEVEL)).isEmpty();
        assertThat(archive.series()).isEmpty();
        assertThat(archive.coverage()).isEmpty();
        assertThat(archive.bound(LEVEL, T, Archive.Side.AT_OR_BEFORE, all)).isEmpty();
        assertThat(archive.digests(List.of(LEVEL), all, HOUR)).isEmpty();
        assertThat(archive.modifications(LEVEL, all, 5)).isEmpty();
        assertThat(archive.annotations(LEVEL, all, 5)).isEmpty();
        assertThat(archive.stats().oldest()).isEmpty();
        assertThat(archive.stats().fault()).isEmpty();
        archive.scan(List.of(LEVEL), all, (series, sample) -> {
            throw new AssertionError("there is nothing to scan");
        });
    }

    @Test
    void keepsCoverageWithTheSamples() {
        Batch covered = Batch.of(
                List.of(new Batch.Entry(LEVEL, sample(T, 1))),
                List.of(
                        new Batch.CoverageChange("plc", new TimeRange(T, T + 10), true),
                        new Batch.CoverageChange("plc", new TimeRange(T + 10, T + 20), true),
                        new Batch.CoverageChange("rtu", new TimeRange(T, T + 5), true)));
        archive.append(covered, WriteMode.LIVE).join();
        Batch revoked =
                Batch.of(List.of(), List.of(new Batch.CoverageChange("plc", new TimeRange(T + 5, T + 8), false)));
        archive.append(revoked, WriteMode.LIVE).join();

        Map<String, List<TimeRange>> expected = Map.of(
                "plc", List.of(new TimeRange(T, T + 5), new TimeRange(T + 8, T + 20)),
                "rtu", List.of(new TimeRange(T, T + 5)));
        assertThat(archive.coverage()).isEqualTo(expected);
        reopen();
        assertThat(archive.coverage()).isEqualTo(expected);
    }

    @Test
    void keepsModificationsAndAnnotations() {
        Modification first = new Modification(LEVEL, sample(T, 1), T + 100, Modification.Kind.REPLACE, "ann");
        Modification second = new Modification(LEVEL, sample(T, 2), T + 200, Modification.Kind.DELETE, "bob");
        Annotation remark = new Annotation(T, "cleaned", "ann", T + 50);
        Annotation other = new Annotation(T + 1, "", "bob", T + 50);
        archive.append(
                        new Batch(
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(second, first),
                                List.of(
                                        new Batch.AnnotationChange(LEVEL, other, true),
                                        new Batch.AnnotationChange(LEVEL, remark, true))),
                        WriteMode.LIVE)
                .join();
        reopen();

        TimeRange range = new TimeRange(T, T + 2);
        assertThat(archive.modifications(LEVEL, range, 9)).containsExactly(first, second);
        assertThat(archive.modifications(LEVEL, range, 1)).containsExactly(first);
        assertThat(archive.modifications(FLOW, range, 9)).isEmpty();
        assertThat(archive.annotations(LEVEL, range, 9)).containsExactly(remark, other);

        archive.append(
                        new Batch(
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(new Batch.AnnotationChange(LEVEL, remark, false))),
                        WriteMode.LIVE)
                .join();
        assertThat(archive.annotations(LEVEL, range, 9)).containsExactly(other);
    }

    @Test
    void retentionForgetsTheOldAndRefusesItFromThenOn() {
        Series minute = Series.longTerm("minute", "T100.Level", "Average");
        append(LEVEL, sample(T, 1), sample(T + 5 * DAY, 2));
        append(FLOW, sample(T, 3));
        append(minute, sample(T, 4));
        archive.append(
                        Batch.of(
                                List.of(),
                                List.of(new Batch.CoverageChange("plc", new TimeRange(T, T + 5 * DAY), true))),
                        WriteMode.LIVE)
                .join();

        archive.forget(Series.VALUES, T + 4 * DAY);

        assertThat(all(LEVEL)).containsExactly(sample(T + 5 * DAY, 2));
        assertThat(all(minute)).containsExactly(sample(T, 4));
        assertThat(archive.series()).containsExactly(minute, LEVEL);
        List<TimeRange> covered = archive.coverage().get("plc");
        assertThat(covered).hasSize(1);
        assertThat(covered.get(0).from()).isGreaterThan(T + DAY);
        assertThat(covered.get(0).to()).isEqualTo(T + 5 * DAY);
        AppendResult late = append(archive, WriteMode.MERGE, LEVEL, sample(T, 1), sample(T + 6 * DAY, 5));
        assertThat(late.stored()).isEqualTo(1);
        assertThat(late.rejected())
                .containsExactly(new AppendResult.Rejection(
                        new Batch.Entry(LEVEL, sample(T, 1)), AppendResult.Reason.OUT_OF_RETENTION));
        reopen();
        assertThat(all(LEVEL)).containsExactly(sample(T + 5 * DAY, 2), sample(T + 6 * DAY, 5));
    }

    @Test
    void tellsHowItDoes() {
        append(LEVEL, sample(T, 1), sample(T + DAY, 2));

        ArchiveStats stats = archive.stats();

        assertThat(stats.appended()).isEqualTo(2);
        assertThat(stats.pending()).isZero();
        assertThat(stats.bytes()).isPositive();
        assertThat(stats.fault()).isEmpty();
        assertThat(stats.oldest()).isPresent();
        assertThat(stats.oldest().orElseThrow()).isBetween(T - 31 * DAY, T);
        assertThat(stats.engine()).isNotBlank();
    }

    @Test
    void appendingAfterTheEndFails() {
        archive.close();

        assertThatThrownBy(() -> append(LEVEL, sample(T, 1))).hasMessageContaining("closed");
        archive = open(directory.resolve("one"));
        append(LEVEL, sample(T, 1));
        assertThat(all(LEVEL)).hasSize(1);
    }

    // What people changed after a backup is carried out again in the archive that was restored from it.
    @Test
    void whatWasCarriedOutIsPartOfTheArchive() {
        assertThat(archive.carriedOut()).isEmpty();
        var unused = archive.append(Batch.carriedOut(Map.of("A", 3L, "B", 7L)), WriteMode.LIVE)
                .join();
        var unusedLater = archive.append(Batch.carriedOut(Map.of("B", 9L)), WriteMode.LIVE)
                .join();
        assertThat(archive.carriedOut()).isEqualTo(Map.of("A", 3L, "B", 9L));
        reopen();
        assertThat(archive.carriedOut()).isEqualTo(Map.of("A", 3L, "B", 9L));
        if (archive.capabilities().backup()) {
            Path backup = directory.resolve("backup");
            archive.backup(backup);
            var unusedSince = archive.append(Batch.carriedOut(Map.of("B", 11L)), WriteMode.LIVE)
                    .join();
            try (Archive restored = open(backup)) {
                assertThat(restored.carriedOut()).isEqualTo(Map.of("A", 3L, "B", 9L));
            }
            assertThat(archive.carriedOut()).as("control").containsEntry("B", 11L);
        }
    }
}
