package dev.pollux.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.rocks.RocksArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes come back to a station whose archive, log or whole data directory is of yesterday. */
class ChangeReturnTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T10:00:00Z");
    private static final Instant TUESDAY = MONDAY.plusSeconds(86_400);
    private static final Instant WEDNESDAY = TUESDAY.plusSeconds(86_400);

    @TempDir
    private Path directory = Path.of("");

    // The log remembers that the correction was carried out, but that was in the archive that is gone.
    @Test
    void aRestoredArchiveHasWhatWasCorrectedAfterItsBackup() {
        Path backup = directory.resolve("backup");
        try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), MONDAY);
                ChangeSite b = new ChangeSite("B", directory.resolve("B"), MONDAY)) {
            a.correct(10, 1);
            a.carryOut();
            a.archive.backup(backup);
            a.correct(10, 2);
            b.correct(20, 3);
            a.fetch(b);
            b.fetch(a);
            assertThat(a.values(ChangeSite.LEVEL)).as("control").isEqualTo(Map.of(10L, 2.0, 20L, 3.0));
        }
        Path archive = directory.resolve("A/archive");
        ChangeSite.copy(archive, directory.resolve("broken"));
        delete(archive);
        RocksArchive.restore(backup, archive);

        try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), TUESDAY)) {
            assertThat(a.values(ChangeSite.LEVEL)).as("control: as it was").isEqualTo(Map.of(10L, 1.0));
            a.carryOut();
            assertThat(a.values(ChangeSite.LEVEL)).isEqualTo(Map.of(10L, 2.0, 20L, 3.0));
        }

        // Another machine: the log is gone too, and the partner has both.
        delete(directory.resolve("A"));
        RocksArchive.restore(backup, archive);
        try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), TUESDAY);
                ChangeSite b = new ChangeSite("B", directory.resolve("B"), TUESDAY)) {
            a.fetch(b);
            assertThat(a.values(ChangeSite.LEVEL)).isEqualTo(Map.of(10L, 2.0, 20L, 3.0));
        }
    }

    // A value of an internal tag that a user has removed from history does not come back with the value's change.
    @Test
    void whatWasCorrectedStaysSoWhenTheValueIsArchivedAgain() {
        Series setpoint = Series.of("Setpoint");
        try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), MONDAY)) {
            a.set(5);
            a.carryOut();
            long time = a.values(setpoint).keySet().iterator().next();
            a.clock(MONDAY.minusSeconds(60));
            a.correct(setpoint, time, 7);
            var unused = a.archive
                    .append(Batch.carriedOut(Map.of("A", 0L)), WriteMode.LIVE)
                    .join();
            a.carryOut();
            assertThat(a.values(setpoint)).isEqualTo(Map.of(time, 7.0));
        }
    }

    // Yesterday's whole directory, and a change is made before anybody was asked.
    @Test
    void aDataDirectoryOfYesterdayHasItsOwnChangesBack() {
        rollBack(TUESDAY, WEDNESDAY);
    }

    // The clock was set back as well: below what the partner has, or just so that the same numbers are given again.
    @Test
    void noNumberStandsForTwoChangesThoughTheClockWasSetBackToo() {
        rollBack(TUESDAY, MONDAY.plusSeconds(1));
    }

    @Test
    void noNumberStandsForTwoChangesThoughItWasGivenTwice() {
        rollBack(MONDAY, MONDAY);
    }

    private void rollBack(Instant lost, Instant then) {
        Path data = directory.resolve("A");
        try (ChangeSite b = new ChangeSite("B", directory.resolve("B"), MONDAY)) {
            try (ChangeSite a = new ChangeSite("A", data, MONDAY)) {
                a.correct(10, 1);
                a.set(1);
                b.fetch(a);
            }
            ChangeSite.copy(data, directory.resolve("yesterday"));
            try (ChangeSite a = new ChangeSite("A", data, lost)) {
                a.correct(20, 2);
                a.correct(21, 2);
                a.set(2);
                b.fetch(a);
            }
            ChangeSite.copy(directory.resolve("yesterday"), data);
            try (ChangeSite a = new ChangeSite("A", data, then)) {
                a.correct(30, 3);
                a.correct(31, 3);
                a.fetch(b);
                a.set(4);
                a.correct(40, 4);
                b.fetch(a);
                a.fetch(b);

                assertThat(a.values(ChangeSite.LEVEL))
                        .isEqualTo(Map.of(10L, 1.0, 20L, 2.0, 21L, 2.0, 30L, 3.0, 31L, 3.0, 40L, 4.0));
                assertThat(b.values(ChangeSite.LEVEL)).isEqualTo(a.values(ChangeSite.LEVEL));
                assertThat(b.setpoint()).isEqualTo(a.setpoint());
                assertThat(b.values(Series.of("Setpoint"))).isEqualTo(a.values(Series.of("Setpoint")));
                int settled = a.own().size();
                a.fetch(b);
                b.fetch(a);
                a.fetch(b);
                assertThat(a.own()).as("it comes to an end").hasSize(settled);
            }
        }
    }

    // The partner that answers first was rolled back as well; the third station has what both have lost.
    @Test
    void whatOnlyTheLastPartnerHasComesBackToAll() {
        try (ChangeSite c = new ChangeSite("C", directory.resolve("C"), MONDAY)) {
            try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), MONDAY);
                    ChangeSite b = new ChangeSite("B", directory.resolve("B"), MONDAY)) {
                a.correct(10, 1);
                b.fetch(a);
                c.fetch(a);
            }
            delete(directory.resolve("A"));
            delete(directory.resolve("B"));
            try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), TUESDAY);
                    ChangeSite b = new ChangeSite("B", directory.resolve("B"), TUESDAY)) {
                a.fetch(b);
                a.correct(20, 2);
                b.fetch(a);
                assertThat(b.values(ChangeSite.LEVEL)).as("control").isEqualTo(Map.of(20L, 2.0));
                a.fetch(c);
                b.fetch(a);
                b.fetch(c);
                c.fetch(a);
                for (ChangeSite each : List.of(a, b, c)) {
                    assertThat(each.values(ChangeSite.LEVEL)).as(each.name).isEqualTo(Map.of(10L, 1.0, 20L, 2.0));
                }
            }
        }
    }

    // Directories of any day, clocks that are set back, exchanges in any order: in the end all are alike, and nothing
    // is lost that any station has.
    @Test
    void whateverIsRolledBackAllEndAlike() {
        long seed = Long.getLong("pollux.seed", 41);
        for (int story = 0; story < Integer.getInteger("pollux.rounds", 3); story++) {
            story(new SplittableRandom(seed + story), directory.resolve("story" + story), seed + story);
        }
    }

    private static void story(SplittableRandom random, Path where, long seed) {
        List<ChangeSite> sites = new ArrayList<>();
        Instant now = MONDAY;
        try {
            for (String name : ChangeSite.SET) {
                sites.add(new ChangeSite(name, where.resolve(name), now));
            }
            for (int step = 0; step < 60; step++) {
                now = now.plusSeconds(random.nextInt(100) - 20);
                int index = random.nextInt(3);
                ChangeSite site = sites.get(index);
                String name = site.name;
                site.clock(now);
                switch (random.nextInt(10)) {
                    case 0 -> {
                        site.close();
                        ChangeSite.copy(site.data, where.resolve("kept" + name));
                        sites.set(index, new ChangeSite(name, site.data, now));
                    }
                    case 1 -> {
                        if (Files.exists(where.resolve("kept" + name))) {
                            site.close();
                            ChangeSite.copy(where.resolve("kept" + name), site.data);
                            sites.set(index, new ChangeSite(name, site.data, now));
                        }
                    }
                    case 2, 3, 4 -> site.fetch(sites.get(random.nextInt(3)));
                    default -> site.correct(random.nextInt(8), step);
                }
            }
            for (int round = 0; round < 3; round++) {
                for (ChangeSite to : sites) {
                    for (ChangeSite from : sites) {
                        if (to != from) {
                            to.fetch(from);
                        }
                    }
                }
            }
            ChangeSite first = sites.get(0);
            for (ChangeSite other : sites) {
                assertThat(other.values(ChangeSite.LEVEL))
                        .as("seed %d, %s", seed, other.name)
                        .isEqualTo(first.values(ChangeSite.LEVEL))
                        .isNotEmpty();
                for (String name : ChangeSite.SET) {
                    List<Change> made = other.log.after(name, 0, 10_000, 1 << 30);
                    assertThat(stamps(first.log.after(name, 0, 10_000, 1 << 30)))
                            .as("seed %d, changes of %s at %s and A", seed, name, other.name)
                            .isEqualTo(stamps(made));
                }
            }
        } finally {
            sites.forEach(ChangeSite::close);
        }
    }

    private static List<String> stamps(List<Change> changes) {
        return changes.stream()
                .map(each -> each.stamp().toString())
                .distinct()
                .sorted()
                .toList();
    }

    private static void delete(Path data) {
        Path nothing = data.resolveSibling("nothing");
        try {
            Files.createDirectories(nothing);
            ChangeSite.copy(nothing, data);
            try (Stream<Path> left = Files.list(data)) {
                assertThat(left).isEmpty();
            }
            Files.delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
