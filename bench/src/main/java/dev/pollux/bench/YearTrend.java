package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.aggregate.Aggregate;
import dev.pollux.archive.aggregate.AggregateConfig;
import dev.pollux.archive.aggregate.AggregateRequest;
import dev.pollux.archive.aggregate.Aggregation;
import dev.pollux.archive.aggregate.ArchiveSource;
import dev.pollux.archive.aggregate.Intervals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A year of a tag that changes each second, reduced to 1,000 points by Minimum, Maximum and Average: over the values
 * themselves, and over long-term archives of a minute and of an hour as a station keeps them.
 */
final class YearTrend implements Measure {
    private static final int YEAR = 365 * 86_400;
    private static final int POINTS = 1_000;
    private static final int BATCH = 20_000;
    private static final int PAGE = 10_000;
    private static final double SECONDS_GOAL = 1;
    private static final List<Aggregate> KEPT = List.of(Aggregate.MINIMUM, Aggregate.MAXIMUM, Aggregate.AVERAGE);

    private final Workload workload = new Workload(1, Workload.Stamping.POLLED);

    /** A long-term archive: its name, and the seconds that it reduces to one value. */
    private record Reduced(String archive, int seconds) {
        Series series(Series tag, Aggregate aggregate) {
            return Series.longTerm(archive, tag.name(), aggregate.browseName());
        }
    }

    private static final List<Reduced> REDUCED = List.of(new Reduced("minutes", 60), new Reduced("hours", 3_600));

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        // Whole hours, and a multiple of the number of points.
        int seconds = ground.scaled(YEAR / 3_600, 1_000) * 3_600;
        Path directory = ground.sub("rocks");
        fill(directory, seconds);
        String beside = peer(ground, Math.max(POINTS * 100, seconds / 10));
        String[] names = {"from the values themselves", "from a long-term archive of 1 min", "of 1 h"};
        for (int path = 0; path < names.length; path++) {
            evict(directory);
            try (Archive archive = Stores.rocks(directory)) {
                Cost cold = read(archive, path, seconds);
                Cost warm = read(archive, path, seconds);
                results.accept(new Row(
                        "a year of a 1 s tag (%,d values) to 1,000 points, %s".formatted(seconds, names[path]),
                        String.format(Locale.ROOT, "%.2f s", warm.seconds()),
                        "< 1 s",
                        Row.Kept.of(warm.seconds() < SECONDS_GOAL),
                        path == 0 ? beside : "",
                        String.format(
                                Locale.ROOT,
                                "three aggregates, in process; %.2f s of processor; %.2f s just after opening, nothing"
                                        + " in memory; %s",
                                warm.cpu(),
                                cold.seconds(),
                                warm.othersText())));
            }
        }
    }

    /** Values and what long-term archives keep of them, as a station's reduction writes it. */
    private void fill(Path directory, int seconds) {
        Series tag = workload.series(0);
        try (Archive archive = Stores.rocks(directory)) {
            Writer writer = new Writer(archive);
            for (int from = 0; from < seconds; from += BATCH) {
                writer.append(workload.late(0, 1, from, Math.min(seconds, from + BATCH)), WriteMode.LIVE);
            }
            writer.await();
            for (Reduced reduced : REDUCED) {
                Aggregation results = new Aggregation(
                        new AggregateRequest(
                                KEPT,
                                AggregateConfig.DEFAULT,
                                true,
                                new Intervals(
                                        Workload.time(0),
                                        Workload.time(seconds),
                                        reduced.seconds() * Ticks.PER_SECOND)),
                        source(archive, tag));
                List<Batch.Entry> entries = new ArrayList<>();
                while (results.hasNext()) {
                    List<ArchivedSample> one = results.next();
                    for (int i = 0; i < KEPT.size(); i++) {
                        entries.add(new Batch.Entry(reduced.series(tag, KEPT.get(i)), one.get(i)));
                    }
                    if (entries.size() >= BATCH || !results.hasNext()) {
                        writer.append(Batch.of(entries), WriteMode.LIVE);
                        entries = new ArrayList<>();
                    }
                }
            }
            writer.await();
            archive.compact();
        }
    }

    private Cost read(Archive archive, int path, int seconds) {
        Series tag = workload.series(0);
        Meter meter = new Meter();
        double[] sums = path == 0
                ? points(archive, tag, KEPT, seconds)
                : new double[] {
                    points(archive, REDUCED.get(path - 1).series(tag, KEPT.get(0)), KEPT.subList(0, 1), seconds)[0],
                    points(archive, REDUCED.get(path - 1).series(tag, KEPT.get(1)), KEPT.subList(1, 2), seconds)[0],
                    points(archive, REDUCED.get(path - 1).series(tag, KEPT.get(2)), KEPT.subList(2, 3), seconds)[0]
                };
        Cost cost = meter.cost();
        double middle = sums[2] / POINTS;
        // The band is 0.00 to 10.23 and evenly filled: whoever reads something else gets something else.
        if (Math.abs(middle - 5.115) > 0.1 || sums[0] / POINTS > 0.5 || sums[1] / POINTS < 9.7) {
            throw new IllegalStateException("the trend is not the plant's: " + java.util.Arrays.toString(sums));
        }
        return cost;
    }

    /** Reduces to the points and adds them up, by aggregate. */
    private static double[] points(Archive archive, Series series, List<Aggregate> aggregates, int seconds) {
        Intervals intervals = new Intervals(
                Workload.time(0), Workload.time(seconds), Math.round(seconds / (double) POINTS * Ticks.PER_SECOND));
        Aggregation results = new Aggregation(
                new AggregateRequest(aggregates, AggregateConfig.DEFAULT, true, intervals), source(archive, series));
        double[] sums = new double[aggregates.size()];
        while (results.hasNext()) {
            List<ArchivedSample> one = results.next();
            for (int i = 0; i < sums.length; i++) {
                Value value = one.get(i).value();
                sums[i] += value.isNull() ? Double.NaN : value.number();
            }
        }
        return sums;
    }

    private static ArchiveSource source(Archive archive, Series series) {
        return new ArchiveSource(archive, series, TimeRange.ALL, PAGE, Ticks.MAX);
    }

    /** Takes the files out of the operating system's memory, where dd can; else "just after opening" is milder. */
    private static void evict(Path directory) throws IOException, InterruptedException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) {
            new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none")
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    private String peer(Ground ground, int seconds) throws Exception {
        try (InfluxPeer peer = new InfluxPeer(ground.sub("influx"))) {
            int batches = seconds / BATCH;
            peer.writeLines(batches, each -> workload.late(0, 1, each * BATCH, each * BATCH + BATCH));
            long begin = InfluxPeer.nanos(Workload.time(0));
            long end = InfluxPeer.nanos(Workload.time((long) batches * BATCH));
            String reduce = "select min(d),max(d),mean(d) from v where time >= %d and time < %d group by time(%ds)"
                    .formatted(begin, end, batches * BATCH / POINTS);
            peer.count(reduce);
            Meter meter = peer.meter();
            peer.count(reduce);
            return String.format(
                    Locale.ROOT,
                    "InfluxDB 1.6.7: %.2f s for %,d values",
                    meter.cost().seconds(),
                    batches * BATCH);
        }
    }
}
