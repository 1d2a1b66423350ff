package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Page;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** As many values as the archive takes; then what they take on disk, and how fast they are read. */
final class BurstWriting implements Measure {
    private static final int TAGS = 10_000;
    private static final int BURST_GOAL = 400_000;
    private static final int BYTES_GOAL = 15;
    private static final int PAGE = 10_000;

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        int seconds = ground.scaled(600, 10);
        for (Workload.Stamping stamping : Workload.Stamping.values()) {
            Workload workload = new Workload(TAGS, stamping);
            boolean first = stamping == Workload.Stamping.POLLED;
            try (InfluxPeer peer = new InfluxPeer(ground.sub("influx-" + stamping))) {
                write(ground, workload, seconds, first ? Optional.of(peer) : Optional.empty(), results);
            }
        }
        read(ground, results);
    }

    private void write(Ground ground, Workload workload, int seconds, Optional<InfluxPeer> peer, Consumer<Row> results)
            throws Exception {
        String name = "written-" + (peer.isPresent() ? "polled" : "own");
        long values = (long) seconds * TAGS;
        LongFunction<Batch> batch = second -> workload.batch(0, TAGS, second);
        try (Archive archive = Stores.rocks(ground.sub(name))) {
            Writer warm = new Writer(archive);
            for (int second = 0; second < seconds / 10; second++) {
                warm.append(batch.apply(second), WriteMode.LIVE);
            }
            warm.await();
            Writer writer = new Writer(archive);
            Meter meter = new Meter();
            for (int second = 0; second < seconds; second++) {
                writer.append(batch.apply(second), WriteMode.LIVE);
            }
            writer.await();
            Cost cost = meter.cost();
            String beside = peer.isPresent() ? besideBurst(peer.get(), workload, seconds) : "";
            if (peer.isPresent()) {
                results.accept(new Row(
                        "burst of %,d values, embedded".formatted(values),
                        "%,.0f values/s".formatted(cost.perSecond(values)),
                        "≥ 400,000/s",
                        Row.Kept.of(cost.perSecond(values) >= BURST_GOAL),
                        beside,
                        String.format(
                                Locale.ROOT,
                                "%.1f µs of processor for each value, making it included; durable after %s; %s",
                                cost.microseconds(values),
                                writer.latency().text(),
                                cost.othersText())));
            }
            archive.compact();
        }
        disk(ground, name, workload, values, peer, results);
    }

    private static void disk(
            Ground ground,
            String name,
            Workload workload,
            long values,
            Optional<InfluxPeer> peer,
            Consumer<Row> results)
            throws Exception {
        long tables = Meter.bytesIn(ground.sub(name), ".sst");
        double bytes = (double) tables / values;
        String beside = peer.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "InfluxDB 1.6.7: %.1f bytes, as it compacts by itself",
                        (double) Meter.bytesIn(peer.get().directory(), "")
                                / peer.get().stored());
        results.accept(new Row(
                "on disk after compaction, "
                        + (peer.isPresent() ? "polled values" : "each value with times of its own"),
                String.format(Locale.ROOT, "%.1f bytes/value", bytes),
                "≤ 15 bytes",
                Row.Kept.of(bytes <= BYTES_GOAL),
                beside,
                "%,d values of %,d tags; besides a write-ahead log and the native library of %,d MiB, which do not grow"
                        .formatted(values, workload.tags(), (Meter.bytesIn(ground.sub(name), "") - tables) >> 20)));
    }

    private static String besideBurst(InfluxPeer peer, Workload workload, int seconds) throws Exception {
        int share = Math.max(5, seconds / 4);
        Meter meter = peer.meter();
        peer.writeLines(share, second -> workload.batch(0, TAGS, second));
        Cost cost = meter.cost();
        return String.format(
                Locale.ROOT,
                "InfluxDB 1.6.7: %,.0f values/s, %.1f µs",
                cost.perSecond((long) share * TAGS),
                cost.microseconds((long) share * TAGS));
    }

    /** A dense tag in pages, as HistoryRead takes it: once after opening, then again. */
    private static void read(Ground ground, Consumer<Row> results) throws Exception {
        Workload workload = new Workload(1, Workload.Stamping.POLLED);
        int values = ground.scaled(1_000_000, 20_000);
        try (Archive archive = Stores.rocks(ground.sub("dense"))) {
            Writer writer = new Writer(archive);
            for (int second = 0; second < values; second += PAGE) {
                writer.append(workload.late(0, 1, second, second + PAGE), WriteMode.LIVE);
            }
            writer.await();
            archive.compact();
        }
        try (Archive archive = Stores.rocks(ground.sub("dense"))) {
            Meter cold = new Meter();
            readAll(archive, workload, values);
            double first = cold.cost().perSecond(values);
            readAll(archive, workload, values);
            Meter meter = new Meter();
            readAll(archive, workload, values);
            Cost cost = meter.cost();
            results.accept(new Row(
                    "read of %,d values of a tag in pages of 10,000, in process".formatted(values),
                    "%,.0f values/s".formatted(cost.perSecond(values)),
                    "",
                    Row.Kept.NO_GOAL,
                    besideRead(ground, workload, values),
                    "the first time after opening %,.0f values/s; %s".formatted(first, cost.othersText())));
        }
    }

    static void readAll(Archive archive, Workload workload, long expected) {
        long count = 0;
        TimeRange range = new TimeRange(Workload.time(0), Workload.time(expected));
        Optional<Page.Request> next = Optional.of(new Page.Request(workload.series(0), range, false, PAGE));
        while (next.isPresent()) {
            Page page = archive.read(next.get());
            count += page.samples().size();
            next = page.rest();
        }
        if (count != expected) {
            throw new IllegalStateException("read " + count + " values instead of " + expected);
        }
    }

    private static String besideRead(Ground ground, Workload workload, int values) throws Exception {
        try (InfluxPeer peer = new InfluxPeer(ground.sub("influx-dense"))) {
            peer.writeLines(values / PAGE, page -> workload.late(0, 1, page * PAGE, page * PAGE + PAGE));
            String all = "select d,i,b,s,ty,st,sd from v where id='"
                    + workload.series(0).name() + "'";
            peer.count(all);
            Meter meter = peer.meter();
            long rows = peer.count(all);
            if (rows != values) {
                throw new IllegalStateException("read " + rows + " rows instead of " + values);
            }
            return "InfluxDB 1.6.7: %,.0f values/s in chunks"
                    .formatted(meter.cost().perSecond(values));
        }
    }
}
