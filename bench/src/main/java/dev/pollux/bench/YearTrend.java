package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
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
import dev.pollux.archive.longterm.LateMarks;
import dev.pollux.archive.longterm.LongTermConfig;
import dev.pollux.archive.longterm.LongTermLevels;
import dev.pollux.archive.longterm.LongTermWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * A year of a tag that changes each second, reduced to 1,000 points by Minimum, Maximum and Average: over the values
 * themselves in process, and as a client of a station does it, by HistoryRead over OPC UA, where long-term archives of
 * a minute and of an hour help as in the example project.
 */
final class YearTrend implements Measure {
    private static final int YEAR = 365 * 86_400;
    private static final int POINTS = 1_000;
    private static final int BATCH = 20_000;
    private static final int PAGE = 10_000;
    private static final double SECONDS_GOAL = 1;
    private static final List<Aggregate> ASKED = List.of(Aggregate.MINIMUM, Aggregate.MAXIMUM, Aggregate.AVERAGE);
    private static final List<List<Aggregate>> TOGETHER = List.of(ASKED);
    private static final List<List<Aggregate>> ONE_BY_ONE =
            ASKED.stream().map(List::of).toList();
    private static final List<Aggregate> KEPT =
            List.of(Aggregate.MINIMUM2, Aggregate.MAXIMUM2, Aggregate.TIME_AVERAGE2, Aggregate.COUNT);

    /** The long-term archives of the station. */
    static final List<LongTermLevels.Kept> ARCHIVES = List.of(
            new LongTermLevels.Kept("minutes", Duration.ofMinutes(1), Duration.ZERO),
            new LongTermLevels.Kept("hours", Duration.ofHours(1), Duration.ZERO));

    private final Workload workload = new Workload(1, Workload.Stamping.POLLED);

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        // Whole hours, and a multiple of the number of points.
        int seconds = ground.scaled(YEAR / 3_600, 1_000) * 3_600;
        Path project = ground.sub("project");
        int port = Ground.port();
        PlantProject.write(project, 1, port);
        Path directory = PlantProject.archive(project);
        String reduced = fill(directory, seconds);
        String beside = peer(ground, Math.max(POINTS * 100, seconds / 10));
        String what = "a year of a 1 s tag (%,d values) to 1,000 points, ".formatted(seconds);
        evict(directory);
        try (Archive archive = Stores.rocks(directory)) {
            Cost cold = fromValues(archive, seconds);
            Cost warm = fromValues(archive, seconds);
            results.accept(row(what + "from the values alone, in process", warm, warm.cpu(), cold, beside));
        }
        evict(directory);
        try (StationProcess station = new StationProcess(project, port);
                HistoryClient client = new HistoryClient(station.url())) {
            Cost cold = historyRead(client, station, seconds, TOGETHER);
            Cost warm = warm(client, station, seconds, TOGETHER);
            results.accept(row(
                    what + "by HistoryRead over OPC UA, all in one request",
                    warm,
                    warm.cpu() + warm.beside(),
                    cold,
                    reduced));
            Cost alone = warm(client, station, seconds, ONE_BY_ONE);
            results.accept(row(
                    what + "by HistoryRead over OPC UA, one request after the other",
                    alone,
                    alone.cpu() + alone.beside(),
                    cold,
                    ""));
        }
    }

    private static Row row(String what, Cost warm, double cpu, Cost cold, String beside) {
        return new Row(
                what,
                String.format(Locale.ROOT, "%.2f s", warm.seconds()),
                "< 1 s",
                Row.Kept.of(warm.seconds() < SECONDS_GOAL),
                beside,
                String.format(
                        Locale.ROOT,
                        "Minimum, Maximum and Average; %.2f s of processor; %.2f s the first time, nothing in memory;"
                                + " %s",
                        cpu,
                        cold.seconds(),
                        warm.othersText()));
    }

    /** Values, and what a station's job makes of them for the long-term archives; says what that took. */
    private String fill(Path directory, int seconds) {
        Series tag = workload.series(0);
        try (Archive archive = Stores.rocks(directory)) {
            Writer writer = new Writer(archive);
            for (int from = 0; from < seconds; from += BATCH) {
                writer.append(workload.late(0, 1, from, Math.min(seconds, from + BATCH)), WriteMode.LIVE);
            }
            writer.await();
            archive.compact();
            List<LongTermConfig> configs = ARCHIVES.stream()
                    .map(each -> LongTermConfig.of(each.name(), each.interval(), KEPT, Duration.ZERO))
                    .toList();
            Meter meter = new Meter();
            LongTermWorker worker = new LongTermWorker(
                    archive, configs, List.of(new LongTermWorker.Tag(tag.name(), true)), new LateMarks(configs));
            boolean more = true;
            while (more) {
                more = worker.step(Workload.time(seconds + 7_200L));
            }
            double cpu = meter.cost().cpu();
            archive.compact();
            return String.format(
                    Locale.ROOT,
                    "computing the long-term archives took %.2f µs of processor for each value",
                    cpu * 1e6 / seconds);
        }
    }

    private Cost fromValues(Archive archive, int seconds) {
        Meter meter = new Meter();
        Intervals intervals = new Intervals(
                Workload.time(0), Workload.time(seconds), Math.round(seconds / (double) POINTS * Ticks.PER_SECOND));
        Aggregation results = new Aggregation(
                new AggregateRequest(ASKED, AggregateConfig.DEFAULT, true, intervals),
                new ArchiveSource(archive, workload.series(0), TimeRange.ALL, PAGE, Ticks.MAX));
        double[] sums = new double[ASKED.size()];
        while (results.hasNext()) {
            List<ArchivedSample> one = results.next();
            for (int i = 0; i < sums.length; i++) {
                Value value = one.get(i).value();
                sums[i] += value.isNull() ? Double.NaN : value.number();
            }
        }
        Cost cost = meter.cost();
        check(sums);
        return cost;
    }

    private static Cost warm(HistoryClient client, StationProcess station, int seconds, List<List<Aggregate>> requests)
            throws Exception {
        for (int more = 0; more < 3; more++) {
            historyRead(client, station, seconds, requests);
        }
        return historyRead(client, station, seconds, requests);
    }

    private static Cost historyRead(
            HistoryClient client, StationProcess station, int seconds, List<List<Aggregate>> requests)
            throws Exception {
        Meter meter = new Meter(station.handle());
        double[] sums = new double[ASKED.size()];
        for (List<Aggregate> request : requests) {
            List<List<DataValue>> results = client.reduce(
                    StationProcess.node(0),
                    Workload.BEGIN,
                    Workload.BEGIN.plusSeconds(seconds),
                    POINTS,
                    request.stream().map(each -> new NodeId(0, each.id())).toList());
            for (int i = 0; i < results.size(); i++) {
                sums[ASKED.indexOf(request.get(i))] += sum(results.get(i));
            }
        }
        Cost cost = meter.cost();
        check(sums);
        return cost;
    }

    private static double sum(List<DataValue> points) {
        return points.stream()
                .mapToDouble(
                        point -> point.value().value() instanceof Number number ? number.doubleValue() : Double.NaN)
                .sum();
    }

    /** The band is 0.00 to 10.23 and evenly filled: whoever reads something else gets something else. */
    private static void check(double[] sums) {
        if (!(Math.abs(sums[2] / POINTS - 5.115) < 0.1 && sums[0] / POINTS < 0.5 && sums[1] / POINTS > 9.7)) {
            throw new IllegalStateException("the trend is not the plant's: " + Arrays.toString(sums));
        }
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
