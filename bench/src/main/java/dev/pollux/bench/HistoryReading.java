package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.WriteMode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Raw values over OPC UA without encryption, one connection, pages of 10,000: a whole station, and a peer. */
final class HistoryReading implements Measure {
    private static final int GOAL = 1_000_000;
    private static final int PAGE = 10_000;

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        int values = ground.scaled(1_000_000, 20_000);
        Path directory = ground.sub("project");
        int port = Ground.port();
        PlantProject.write(directory, 1, port);
        fill(PlantProject.archive(directory), values);
        for (int parallel : new int[] {1, 4}) {
            Cost station;
            try (StationProcess process = new StationProcess(directory, port)) {
                station = read(process.url(), process.handle(), StationProcess.node(0), values, parallel);
            }
            Cost peer;
            try (NodeOpcua process = new NodeOpcua(ground.sub("node-opcua-" + parallel), values)) {
                peer = read(process.url(), process.handle(), NodeOpcua.TAG, values, parallel);
            }
            results.accept(new Row(
                    "raw HistoryRead of %,d values, %d requests at a time".formatted(values, parallel),
                    "%,.0f values/s".formatted(station.perSecond(values)),
                    "≥ 1,000,000/s",
                    Row.Kept.of(station.perSecond(values) >= GOAL),
                    String.format(
                            Locale.ROOT,
                            "node-opcua 2.186.4, values in memory: %,.0f values/s, %.1f µs of processor",
                            peer.perSecond(values),
                            peer.beside() * 1e6 / values),
                    String.format(
                            Locale.ROOT,
                            "one connection, None; for each value %.1f µs of the station's processor and %.1f µs of the"
                                    + " client's, which decodes all; %s",
                            station.beside() * 1e6 / values,
                            station.cpu() * 1e6 / values,
                            station.othersText())));
        }
    }

    static void fill(Path directory, int values) {
        Workload workload = new Workload(1, Workload.Stamping.POLLED);
        try (Archive archive = Stores.rocks(directory)) {
            Writer writer = new Writer(archive);
            for (int second = 0; second < values; second += PAGE) {
                writer.append(workload.late(0, 1, second, Math.min(values, second + PAGE)), WriteMode.LIVE);
            }
            writer.await();
            archive.compact();
        }
    }

    /** Reads all three times to warm up, then again. */
    private static Cost read(String url, ProcessHandle server, NodeId tag, int values, int parallel) throws Exception {
        try (HistoryClient client = new HistoryClient(url)) {
            for (int warming = 0; warming < 3; warming++) {
                client.readRaw(tag, Workload.BEGIN, values, parallel);
            }
            Meter meter = new Meter(server);
            long count = client.readRaw(tag, Workload.BEGIN, values, parallel);
            Cost cost = meter.cost();
            if (count != values) {
                throw new IllegalStateException(url + " gave " + count + " values instead of " + values);
            }
            return cost;
        }
    }
}
