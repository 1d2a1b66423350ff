package dev.pollux.archive.influx;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.influx.InfluxConfig.Login;
import dev.pollux.archive.rocks.RocksConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that archives numbers until it is killed, and prints each that was acknowledged. */
public final class WriterProcess {
    static final long BASE = Ticks.of(Instant.parse("2026-11-21T12:00:00Z"));
    static final Series ROW = Series.of("row");

    /** Overwritten with every number: shows that the order is kept. */
    static final Series LAST = Series.of("last");

    static final String DEVICE = "plc1";

    private static final int BATCH = 10;

    private WriterProcess() {}

    /** Arguments: directory of the queue, address of the server, first number. */
    public static void main(String[] arguments) {
        int number = Integer.parseInt(arguments[2]);
        try (InfluxArchive archive = open(Path.of(arguments[0]), URI.create(arguments[1]))) {
            while (true) {
                List<Batch.Entry> entries = new ArrayList<>();
                int from = number;
                for (int i = 0; i < BATCH; i++) {
                    entries.add(new Batch.Entry(ROW, sample(number)));
                    number++;
                }
                entries.add(
                        new Batch.Entry(LAST, new ArchivedSample(BASE, BASE, 0, new Value(Value.INT32, number - 1))));
                TimeRange covered = new TimeRange(BASE + from, BASE + number);
                archive.append(
                                Batch.of(entries, List.of(new Batch.CoverageChange(DEVICE, covered, true))),
                                number % 3 == 0 ? WriteMode.MERGE : WriteMode.LIVE)
                        .join();
                System.out.println(number - 1);
            }
        }
    }

    static ArchivedSample sample(int number) {
        return new ArchivedSample(BASE + number, BASE + number, 0, new Value(Value.INT32, number));
    }

    static InfluxArchive open(Path queue, URI url) {
        InfluxConfig config = new InfluxConfig(
                url,
                new Login(InfluxServer.USER, InfluxServer.PASSWORD),
                "crash",
                "",
                "v",
                Map.of(),
                Duration.ofSeconds(10),
                1000,
                1 << 30);
        RocksConfig store =
                RocksConfig.in(queue).withCommitInterval(Duration.ofMillis(5)).withMemoryBytes(8 << 20);
        return InfluxArchive.open(store, config, Clock.systemUTC());
    }
}
