package dev.pollux.archive.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Annotation;
import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.Page;
import dev.pollux.archive.Series;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.change.Change.TagValue;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.archive.rocks.RocksChangeLog;
import dev.pollux.archive.rocks.RocksConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real logs and archives of three stations; who hears of what and when is chance. In the end all are alike. */
class ChangeConvergenceTest {
    private static final List<String> NAMES = List.of("A", "B", "C");
    private static final List<Series> SERIES = List.of(Series.of("Level"), Series.of("Flow"));
    private static final TimeRange ALL = new TimeRange(0, 1_000);

    @TempDir
    private Path directory = Path.of("");

    // Exchanges that are lost, repeated, or bring only a part; clocks that jump; changes that are carried out late, in
    // any
    // order of stations, and again after a crash.
    @Test
    void anyOrderLossAndRepetitionOfExchangesEndsAlike() {
        long seed = Long.getLong("pollux.seed", 23);
        for (int story = 0; story < Integer.getInteger("pollux.rounds", 4); story++) {
            SplittableRandom random = new SplittableRandom(seed + story);
            List<Station> stations = new ArrayList<>();
            try {
                for (String name : NAMES) {
                    stations.add(new Station(name, directory.resolve(story + name)));
                }
                for (int step = 0; step < 120; step++) {
                    step(random, stations);
                }
                settle(stations, random);
                Station first = stations.get(0);
                for (Station other : stations.subList(1, stations.size())) {
                    String as = "seed %d, %s".formatted(seed + story, other.name);
                    assertThat(other.tags()).as(as).isEqualTo(first.tags()).isNotEmpty();
                    for (Series series : SERIES) {
                        assertThat(other.samples(series)).as(as).isEqualTo(first.samples(series));
                        assertThat(other.archive.modifications(series, ALL, 10_000))
                                .as(as)
                                .isEqualTo(first.archive.modifications(series, ALL, 10_000))
                                .isNotEmpty();
                        assertThat(other.archive.annotations(series, ALL, 10_000))
                                .as(as)
                                .isEqualTo(first.archive.annotations(series, ALL, 10_000));
                    }
                }
            } finally {
                stations.forEach(Station::close);
            }
        }
    }

    private static void step(SplittableRandom random, List<Station> stations) {
        Station station = stations.get(random.nextInt(stations.size()));
        switch (random.nextInt(8)) {
            case 0 -> station.wall += random.nextInt(20) == 0 ? random.nextInt(20_000) - 10_000 : random.nextInt(50);
            case 1, 2 -> station.set("Setpoint" + random.nextInt(3), random.nextInt(100));
            case 3, 4 -> station.edit(edit(random, station));
            case 5, 6 -> {
                if (random.nextInt(10) == 0) {
                    station.crash();
                }
                station.carryOut(random.nextInt(20), random);
            }
            default -> {
                Station from = stations.get(random.nextInt(stations.size()));
                List<Change> page = station.ask(from, 1 + random.nextInt(10));
                // Lost, or given twice.
                for (int times = random.nextInt(3); times > 0; times--) {
                    station.take(page);
                }
            }
        }
    }

    private static Batch edit(SplittableRandom random, Station station) {
        Series series = SERIES.get(random.nextInt(2));
        long time = random.nextInt(40);
        ArchivedSample sample = new ArchivedSample(time, time, 0, Value.of(random.nextInt(1_000)));
        return switch (random.nextInt(4)) {
            case 0 ->
                new Batch(
                        List.of(new Batch.Entry(series, sample)),
                        List.of(),
                        List.of(),
                        List.of(station.modified(series, sample, Modification.Kind.UPDATE)),
                        List.of());
            case 1 ->
                new Batch(
                        List.of(),
                        List.of(new Batch.Deletion(series, new TimeRange(time, time + 1))),
                        List.of(),
                        List.of(station.modified(series, sample, Modification.Kind.DELETE)),
                        List.of());
            case 2 ->
                new Batch(
                        List.of(),
                        List.of(new Batch.Deletion(series, new TimeRange(time, time + 8))),
                        List.of(),
                        List.of(station.modified(series, sample, Modification.Kind.DELETE)),
                        List.of());
            default ->
                new Batch(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Batch.AnnotationChange(
                                series,
                                new Annotation(time, "remark " + random.nextInt(9), "ada", random.nextInt(2)),
                                random.nextInt(3) > 0)));
        };
    }

    /** Everybody hears of everything, and carries it out. */
    private static void settle(List<Station> stations, SplittableRandom random) {
        for (int round = 0; round < 2; round++) {
            for (Station to : stations) {
                for (Station from : stations) {
                    for (List<Change> page = to.ask(from, 50); !page.isEmpty(); page = to.ask(from, 50)) {
                        to.take(page);
                    }
                }
            }
        }
        stations.forEach(each -> each.carryOut(10_000, random));
    }

    private static final class Station {
        private final String name;
        private final ChangeLog log;
        private final Archive archive;
        private long wall = 10_000_000;
        private long sequence;
        private HybridClock clock = HybridClock.ZERO;
        private long lastTime;

        Station(String name, Path directory) {
            this.name = name;
            log = RocksChangeLog.open(directory.resolve("changes"), name);
            archive = RocksArchive.open(
                    RocksConfig.in(directory.resolve("archive"))
                            .withCommitInterval(Duration.ZERO)
                            .withMemoryBytes(8 << 20),
                    Clock.systemUTC());
            List<Batch.Entry> base = new ArrayList<>();
            for (long time = 0; time < 40; time++) {
                base.add(new Batch.Entry(SERIES.get(0), new ArchivedSample(time, time, 0, Value.of(1.0))));
            }
            store(Batch.of(base));
        }

        private void store(Batch batch) {
            var unused = archive.append(batch, WriteMode.LIVE).join();
        }

        private Stamp stamp() {
            clock = clock.next(wall);
            return clock.stamp(name);
        }

        void set(String tag, int value) {
            ArchivedSample sample = new ArchivedSample(wall, wall, 0, Value.of(value));
            take(List.of(Change.of(++sequence, stamp(), new TagValue(tag, sample))));
        }

        Modification modified(Series series, ArchivedSample old, Modification.Kind kind) {
            lastTime++;
            return new Modification(series, old, lastTime * 10 + NAMES.indexOf(name), kind, "ada");
        }

        void edit(Batch batch) {
            take(List.of(Change.of(++sequence, stamp(), batch)));
            store(batch);
        }

        List<Change> ask(Station other, int limit) {
            List<Change> page = new ArrayList<>();
            Map<String, Long> known = log.known();
            for (String station : NAMES) {
                if (!station.equals(name) && page.size() < limit) {
                    page.addAll(
                            other.log.after(station, known.getOrDefault(station, 0L), limit - page.size(), 1 << 20));
                }
            }
            return page;
        }

        void take(List<Change> page) {
            log.append(page).forEach(each -> clock = clock.heard(each.stamp()));
        }

        void carryOut(int most, SplittableRandom random) {
            int left = most;
            List<String> order = new ArrayList<>(NAMES);
            Collections.swap(order, random.nextInt(3), random.nextInt(3));
            for (String station : order) {
                for (Change each : log.after(station, archive.carriedOut().getOrDefault(station, 0L), left, 1 << 20)) {
                    left--;
                    each.edit().ifPresent(edit -> store(Edits.of(each, log, archive)));
                    store(Batch.carriedOut(Map.of(station, each.sequence())));
                }
            }
        }

        /** What was carried out is forgotten, and so done again. */
        void crash() {
            NAMES.forEach(station -> store(Batch.carriedOut(Map.of(station, 0L))));
        }

        Map<String, Change> tags() {
            return log.tags();
        }

        List<ArchivedSample> samples(Series series) {
            Page page = archive.read(new Page.Request(series, ALL, false, 10_000));
            assertThat(page.rest()).isEqualTo(Optional.empty());
            return page.samples();
        }

        void close() {
            log.close();
            archive.close();
        }
    }
}
