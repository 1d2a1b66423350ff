package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.WriteMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A million late values, half of them there already, merged tag by tag: what that takes beside live values. */
final class LateValues implements Measure {
    private static final int TAGS = 10_000;
    /** Seconds of all tags in one round: a million values. */
    private static final int WINDOW = 100;

    private static final int TAGS_A_BATCH = 100;
    private static final double RATIO_GOAL = 2;

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        int window = ground.scaled(WINDOW, 4);
        int rounds = 5;
        Workload workload = new Workload(TAGS, Workload.Stamping.POLLED);
        List<Cost> live = new ArrayList<>();
        List<Cost> late = new ArrayList<>();
        try (Archive archive = Stores.rocks(ground.sub("rocks"))) {
            // Round 0 warms up. Each leaves a gap of half a window, and writes as many values live as are merged later.
            for (int round = 0; round <= rounds; round++) {
                long begin = 3L * round * window;
                Meter meter = new Meter();
                live(archive, workload, begin, begin + window);
                live.add(meter.cost());
                // Neighbours of the gap on its right, so that it is one.
                live(archive, workload, begin + window + window / 2, begin + 2L * window);
                Meter again = new Meter();
                merge(archive, workload, begin + window / 2, begin + window / 2 + window);
                late.add(again.cost());
            }
            check(archive, workload, 2L * window);
        }
        Cost liveCost = median(live.subList(1, rounds + 1));
        Cost lateCost = median(late.subList(1, rounds + 1));
        double ratio = lateCost.cpu() / liveCost.cpu();
        results.accept(new Row(
                "merge of %,d late values, half of them there already".formatted((long) window * TAGS),
                String.format(Locale.ROOT, "%.2f × live", ratio),
                "≤ 2 × live",
                Row.Kept.of(ratio <= RATIO_GOAL),
                peer(ground, workload, window),
                String.format(
                        Locale.ROOT,
                        "processor time, median of %d: %.2f s beside %.2f s; by the clock %.2f s beside %.2f s; %s",
                        rounds,
                        lateCost.cpu(),
                        liveCost.cpu(),
                        lateCost.seconds(),
                        liveCost.seconds(),
                        lateCost.othersText())));
    }

    private static void live(Archive archive, Workload workload, long from, long to) {
        Writer writer = new Writer(archive);
        for (long second = from; second < to; second++) {
            writer.append(workload.batch(0, TAGS, second), WriteMode.LIVE);
        }
        writer.await();
    }

    private static void merge(Archive archive, Workload workload, long from, long to) {
        Writer writer = new Writer(archive);
        for (int tag = 0; tag < TAGS; tag += TAGS_A_BATCH) {
            writer.append(workload.late(tag, tag + TAGS_A_BATCH, from, to), WriteMode.MERGE);
        }
        writer.await();
    }

    /** The gap of the first round is filled. */
    private static void check(Archive archive, Workload workload, long seconds) {
        BurstWriting.readAll(archive, workload, seconds);
    }

    private static Cost median(List<Cost> costs) {
        return costs.stream()
                .sorted(Comparator.comparingDouble(Cost::cpu))
                .toList()
                .get(costs.size() / 2);
    }

    private static String peer(Ground ground, Workload workload, int window) throws Exception {
        try (InfluxPeer peer = new InfluxPeer(ground.sub("influx"))) {
            Meter live = peer.meter();
            peer.writeLines(window, second -> workload.batch(0, TAGS, second));
            Cost liveCost = live.cost();
            Meter late = peer.meter();
            int batches = TAGS / TAGS_A_BATCH;
            long from = window / 2;
            peer.writeLines(batches, each -> {
                int tag = (int) each * TAGS_A_BATCH;
                return workload.late(tag, tag + TAGS_A_BATCH, from, from + window);
            });
            Cost lateCost = late.cost();
            return String.format(
                    Locale.ROOT,
                    "InfluxDB 1.6.7: %.2f × live (%.1f s)",
                    (lateCost.cpu() + lateCost.beside()) / (liveCost.cpu() + liveCost.beside()),
                    lateCost.cpu() + lateCost.beside());
        }
    }
}
