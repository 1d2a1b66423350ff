package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.WriteMode;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** InfluxDB behind the durable queue, and InfluxDB alone with its own client: what each brings into the database. */
final class InfluxWriting implements Measure {
    private static final int TAGS = 10_000;

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        int seconds = ground.scaled(150, 5);
        int warm = Math.max(2, seconds / 10);
        long values = (long) seconds * TAGS;
        Workload workload = new Workload(TAGS, Workload.Stamping.POLLED);
        LongFunction<Batch> warming = second -> workload.batch(0, TAGS, second);
        LongFunction<Batch> batch = second -> workload.batch(0, TAGS, warm + second);
        String lines;
        try (InfluxPeer peer = new InfluxPeer(ground.sub("lines"))) {
            peer.writeLines(warm, warming);
            Meter meter = peer.meter();
            peer.writeLines(seconds, batch);
            lines = text("as lines", meter.cost(), values, peer.stored() - (long) warm * TAGS);
        }
        String points;
        try (InfluxPeer peer = new InfluxPeer(ground.sub("points"))) {
            peer.writePoints(warm, warming);
            Meter meter = peer.meter();
            peer.writePoints(seconds, batch);
            points = text("as points by WriteApi", meter.cost(), values, peer.stored() - (long) warm * TAGS);
        }
        pollux(ground, workload, warm, seconds, "its client alone " + lines + "; " + points, results);
    }

    private static void pollux(
            Ground ground, Workload workload, int warm, int seconds, String beside, Consumer<Row> results)
            throws Exception {
        long values = (long) seconds * TAGS;
        try (InfluxServer server = new InfluxServer(ground.sub("influxdb"));
                Archive archive = Stores.influx(ground.sub("queue"), server.url())) {
            Writer first = new Writer(archive);
            write(first, workload, 0, warm);
            drained(archive);
            Writer writer = new Writer(archive);
            Meter meter = new Meter(server.handle());
            write(writer, workload, warm, warm + seconds);
            Cost acknowledged = meter.cost();
            drained(archive);
            Cost delivered = meter.cost();
            results.accept(new Row(
                    "%,d values through the queue into InfluxDB 1.6.7".formatted(values),
                    text("", delivered, values, values),
                    "",
                    Row.Kept.NO_GOAL,
                    beside,
                    String.format(
                            Locale.ROOT,
                            "acknowledged, safe in the queue, at %,.0f values/s; µs of client and server; %s",
                            acknowledged.perSecond(values),
                            delivered.othersText())));
        }
    }

    private static void write(Writer writer, Workload workload, int from, int to) {
        for (int second = from; second < to; second++) {
            writer.append(workload.batch(0, TAGS, second), WriteMode.LIVE);
        }
        writer.await();
    }

    private static void drained(Archive archive) throws InterruptedException {
        while (archive.stats().queue().orElseThrow().samples() > 0) {
            Thread.sleep(10);
        }
    }

    private static String text(String how, Cost cost, long values, long stored) {
        String lost = stored == values ? "" : String.format(Locale.ROOT, ", %,d lost", values - stored);
        return String.format(
                        Locale.ROOT,
                        "%s %,.0f values/s, %.1f µs for each%s",
                        how,
                        cost.perSecond(values),
                        cost.microseconds(values),
                        lost)
                .strip();
    }
}
