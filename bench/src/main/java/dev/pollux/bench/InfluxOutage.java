package dev.pollux.bench;

import com.influxdb.client.WriteApi;
import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.WriteMode;
import java.util.function.Consumer;

/** A database that is killed and comes back: how many of the values that came meanwhile are in it in the end. */
final class InfluxOutage implements Measure {
    private static final int TAGS = 1_000;
    private static final int TURNS = 50;
    private static final long DOWN_MILLIS = 10_000;
    private static final int PATIENCE_SECONDS = 60;

    private final Workload workload = new Workload(TAGS, Workload.Stamping.POLLED);

    /** Takes a batch and does not wait for it. */
    @FunctionalInterface
    private interface Taker {
        void take(Batch batch);
    }

    /** How much is in the database. */
    @FunctionalInterface
    private interface Count {
        long now() throws Exception;
    }

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        long peerLost;
        try (InfluxPeer peer = new InfluxPeer(ground.sub("alone"));
                WriteApi queue = peer.queue()) {
            queue.writePoints(InfluxPeer.points(workload.batch(0, TAGS, 0)));
            peerLost = lost(peer.server(), batch -> queue.writePoints(InfluxPeer.points(batch)), peer::stored);
        }
        long lost;
        try (InfluxServer server = new InfluxServer(ground.sub("influxdb"));
                Archive archive = Stores.influx(ground.sub("queue"), server.url())) {
            Writer writer = new Writer(archive);
            writer.append(workload.batch(0, TAGS, 0), WriteMode.LIVE);
            lost = lost(
                    server,
                    batch -> writer.append(batch, WriteMode.LIVE),
                    () -> (long) TAGS * (TURNS + 1)
                            - archive.stats().queue().orElseThrow().samples());
            writer.await();
            // Not the queue's word for it, but the database's.
            for (int turn = 0; turn <= TURNS && lost == 0; turn++) {
                lost = SoakCheck.missing(archive, workload, turn).size();
            }
        }
        results.accept(new Row(
                "InfluxDB killed, back after 10 s; %,d values came meanwhile".formatted(TAGS * TURNS),
                "%,d lost".formatted(lost),
                "0 lost",
                Row.Kept.of(lost == 0),
                "its client's WriteApi with its defaults: %,d lost".formatted(peerLost),
                "10,000 values/s for 5 s; looked for up to a minute after it was back"));
    }

    private long lost(InfluxServer server, Taker taker, Count count) throws Exception {
        long all = (long) TAGS * (TURNS + 1);
        awaitAll(count, TAGS);
        server.kill();
        long begin = System.nanoTime();
        SustainedWriting.paced(TURNS, turn -> taker.take(workload.batch(0, TAGS, turn + 1)));
        Thread.sleep(Math.max(0, DOWN_MILLIS - (System.nanoTime() - begin) / 1_000_000));
        server.startAgain();
        return all - awaitAll(count, all);
    }

    private static long awaitAll(Count count, long all) throws Exception {
        long now = count.now();
        for (int second = 0; second < PATIENCE_SECONDS && now < all; second++) {
            Thread.sleep(1_000);
            now = count.now();
        }
        return now;
    }
}
