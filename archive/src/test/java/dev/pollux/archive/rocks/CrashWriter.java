package dev.pollux.archive.rocks;

import dev.pollux.archive.AppendResult;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A process that writes until it is killed, and prints the number of each batch once that is acknowledged. */
final class CrashWriter {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final int SAMPLES = 50;
    static final int SERIES = 10;
    static final String DEVICE = "plc";

    private CrashWriter() {}

    static RocksArchive open(Path directory) {
        RocksConfig config = RocksConfig.in(directory)
                .withCommitInterval(Duration.ofMillis(2))
                .withMemoryBytes(1 << 20)
                .withPendingMax(2_000);
        return RocksArchive.open(config, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static Series series(int number) {
        return Series.of("tag" + number);
    }

    /** A batch is spread over two days, so that it is written to two partitions. */
    static long time(int batch, int sample) {
        return Ticks.of(NOW) + (sample % 2 == 0 ? 0 : -Ticks.PER_DAY) + (long) batch * SAMPLES + sample;
    }

    /** Each covers an instant of its own, not touching the next. */
    static TimeRange covered(int batch) {
        return new TimeRange(10L * batch, 10L * batch + 5);
    }

    static Batch batch(int number) {
        List<Batch.Entry> entries = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            ArchivedSample sample = new ArchivedSample(
                    time(number, i),
                    time(number, i) + 7,
                    0,
                    new Value(Value.STRING, "batch " + number + " sample " + i));
            entries.add(new Batch.Entry(series(i % SERIES), sample));
        }
        // The set would grow with each, and be written anew with each: the one before the last is taken back.
        List<Batch.CoverageChange> coverage = new ArrayList<>();
        coverage.add(new Batch.CoverageChange(DEVICE, covered(number), true));
        if (number >= 2) {
            coverage.add(new Batch.CoverageChange(DEVICE, covered(number - 2), false));
        }
        return Batch.of(entries, coverage);
    }

    /** Arguments: directory, number of the first batch. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        RocksArchive archive = open(Path.of(arguments[0]));
        // Nobody listens any more: the test itself was ended.
        for (int number = Integer.parseInt(arguments[1]); !out.checkError(); number++) {
            int acknowledged = number;
            WriteMode mode = number % 3 == 0 ? WriteMode.MERGE : WriteMode.LIVE;
            CompletableFuture<AppendResult> unused = archive.append(batch(number), mode)
                    .whenComplete((result, failure) -> {
                        out.println(
                                failure == null ? Integer.toString(acknowledged) : "failed: " + failure.getMessage());
                    });
        }
        archive.close();
    }
}
