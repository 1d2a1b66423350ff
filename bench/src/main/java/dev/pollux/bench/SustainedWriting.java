package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.WriteMode;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** 100,000 values a second, paced, each group of 100 ms made durable by an fsync: how many cores that takes. */
final class SustainedWriting implements Measure {
    static final int TAGS = 10_000;
    static final int PER_SECOND = 10;
    private static final double CORES = 0.6;

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        int ticks = ground.scaled(60 * PER_SECOND, 10);
        Workload workload = new Workload(TAGS, Workload.Stamping.POLLED);
        // What making the values takes is part of the benchmark, not of the archive.
        Batch[] last = new Batch[1];
        paced(ticks / 4, tick -> last[0] = workload.batch(0, TAGS, tick));
        Meter idle = new Meter();
        paced(ticks / 4, tick -> last[0] = workload.batch(0, TAGS, tick));
        double making = idle.cost().cores();

        try (Archive archive = Stores.rocks(ground.sub("rocks"))) {
            Writer warm = new Writer(archive);
            paced(ticks / 4, tick -> warm.append(workload.batch(0, TAGS, tick), WriteMode.LIVE));
            warm.await();
            Writer writer = new Writer(archive);
            Meter meter = new Meter();
            int late = paced(ticks, tick -> writer.append(workload.batch(0, TAGS, ticks + tick), WriteMode.LIVE));
            Cost cost = meter.cost();
            writer.await();
            double cores = cost.cores() - making;
            results.accept(new Row(
                    "100,000 values/s for " + ticks / PER_SECOND + " s, fsync, embedded",
                    String.format(Locale.ROOT, "%.2f cores", cores),
                    "≤ 0.6 cores",
                    Row.Kept.of(cores <= CORES),
                    peer(ground, workload, ticks / 3),
                    String.format(
                            Locale.ROOT,
                            "durable after %s; %d of %d groups late; making the values took %.2f more; %d MiB; %s",
                            writer.latency().text(),
                            late,
                            ticks,
                            making,
                            Meter.memoryPeak(),
                            cost.othersText())));
        }
    }

    private static String peer(Ground ground, Workload workload, int ticks) throws Exception {
        try (InfluxPeer peer = new InfluxPeer(ground.sub("influx"))) {
            peer.writeLines(5, tick -> workload.batch(0, TAGS, tick));
            Meter meter = peer.meter();
            peer.writeLines(ticks, tick -> workload.batch(0, TAGS, 5 + tick));
            Cost cost = meter.cost();
            // Unpaced, since it may not keep up; processor time for each value tells what 100,000 a second would take.
            return String.format(
                    Locale.ROOT,
                    "InfluxDB 1.6.7: %.2f cores",
                    cost.microseconds((long) ticks * TAGS) / 1e6 * TAGS * PER_SECOND);
        }
    }

    /** Does something ten times a second and tells how often its turn came more than a tenth of a second late. */
    static int paced(int ticks, LongConsumer each) throws InterruptedException {
        long begin = System.nanoTime();
        int late = 0;
        for (int tick = 0; tick < ticks; tick++) {
            long wait = begin + tick * (1_000_000_000L / PER_SECOND) - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            } else if (-wait > 1_000_000_000L / PER_SECOND) {
                late++;
            }
            each.accept(tick);
        }
        return late;
    }
}
