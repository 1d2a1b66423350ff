package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Series;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.WriteMode;
import dev.pollux.archive.coverage.Coverage;
import dev.pollux.archive.sync.ArchiveDesk;
import dev.pollux.archive.sync.GapFiller;
import dev.pollux.archive.sync.GapRules;
import dev.pollux.archive.sync.GapRules.Piece;
import dev.pollux.archive.sync.GuardedArchive;
import dev.pollux.archive.sync.RemoteArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * An hour of 10,000 tags with a value each second that one station missed, filled from the other one's archive
 * while both go on archiving 10,000 values a second. Both archives, the bytes between them and the live values
 * are in one process; the connection that carries the bytes between stations is not measured.
 */
final class GapFilling implements Measure {
    private static final int TAGS = 10_000;
    private static final int TAGS_PER_DEVICE = 100;
    private static final int SECONDS = 3_600;
    private static final long PIECE = 300 * Ticks.PER_SECOND;
    private static final double GOAL_SECONDS = 300;

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        int seconds = ground.scaled(SECONDS, 20);
        Workload workload = new Workload(TAGS, Workload.Stamping.POLLED);
        try (Archive partner = Stores.rocks(ground.sub("partner"));
                Archive own = Stores.rocks(ground.sub("own"))) {
            Writer past = new Writer(partner);
            for (long second = 0; second < seconds; second++) {
                past.append(workload.batch(0, TAGS, second), WriteMode.LIVE);
            }
            past.append(Batch.of(List.of(), coverage(seconds)), WriteMode.LIVE);
            past.await();

            Live before = new Live(List.of(own, partner), workload, seconds);
            Thread.sleep(ground.scaled(20_000, 5_000));
            Latency calm = before.end();
            double idle = before.cores();
            Live live = new Live(List.of(own, partner), workload, before.next());
            Meter meter = new Meter();
            long values = fill(own, partner);
            Cost cost = meter.cost();
            Latency busy = live.end();
            check(own, partner, workload, seconds);
            double atFull = cost.seconds() / seconds * SECONDS;
            results.accept(new Row(
                    "a gap of %,d values filled beside live archiving of %,d values/s".formatted(values, TAGS),
                    String.format(Locale.ROOT, "%.0f s", cost.seconds()),
                    seconds == SECONDS ? "≤ 300 s" : "≤ 300 s for 36,000,000",
                    Row.Kept.of(atFull <= GOAL_SECONDS),
                    "",
                    String.format(
                            Locale.ROOT,
                            "%,.0f values/s, %.1f cores of which live archiving on both stations %.2f; live values"
                                    + " durable after %s, %s without filling; %s",
                            values / cost.seconds(),
                            cost.cores(),
                            idle,
                            busy.text(),
                            calm.text(),
                            cost.othersText())));
        }
    }

    private static List<Batch.CoverageChange> coverage(long seconds) {
        TimeRange range = new TimeRange(Workload.time(0), Workload.time(seconds));
        List<Batch.CoverageChange> coverage = new ArrayList<>();
        for (int device = 0; device < TAGS / TAGS_PER_DEVICE; device++) {
            coverage.add(new Batch.CoverageChange("PLC" + device, range, true));
        }
        return coverage;
    }

    private static long fill(Archive own, Archive partner) throws InterruptedException {
        Coverage theirs = Coverage.of(partner.coverage());
        List<Piece> pieces = GapRules.plan(Coverage.of(own.coverage()), theirs, TimeRange.ALL, PIECE);
        AtomicLong copied = new AtomicLong();
        ArchiveDesk desk = new ArchiveDesk(partner);
        GapFiller filler = new GapFiller(
                new GuardedArchive(own), new RemoteArchive(desk::answer), GapFilling::seriesOf, copied::addAndGet);
        for (Piece piece : pieces) {
            filler.begin(piece);
        }
        filler.finish();
        return copied.get();
    }

    private static List<Series> seriesOf(String device) {
        int first = Integer.parseInt(device.substring(3)) * TAGS_PER_DEVICE;
        List<Series> series = new ArrayList<>();
        for (int tag = first; tag < first + TAGS_PER_DEVICE; tag++) {
            series.add(Series.of(Workload.name(tag)));
        }
        return series;
    }

    /** Both hold the same of some tags, and the own coverage says so. */
    private static void check(Archive own, Archive partner, Workload workload, long seconds) {
        TimeRange range = new TimeRange(Workload.time(0), Workload.time(seconds));
        List<Series> some = List.of(workload.series(0), workload.series(TAGS / 2), workload.series(TAGS - 1));
        if (!own.digests(some, range, Ticks.PER_HOUR).equals(partner.digests(some, range, Ticks.PER_HOUR))
                || !own.coverage().equals(partner.coverage())) {
            throw new IllegalStateException("the gap was not filled with what the partner has");
        }
    }

    /** Archives all tags once a second on both stations, a tenth of them each 100 ms, until it is ended. */
    private static final class Live {
        private static final int PARTS = 10;

        private final List<Writer> writers;
        private final Workload workload;
        private final Meter meter = new Meter();
        private final Thread thread;
        private volatile long next;
        private volatile boolean ended;
        private double cores;

        Live(List<Archive> archives, Workload workload, long from) {
            this.workload = workload;
            writers = archives.stream().map(Writer::new).toList();
            next = from;
            thread = new Thread(this::run, "live");
            thread.start();
        }

        private void run() {
            long begin = System.nanoTime();
            for (long tick = 0; !ended; tick++) {
                int part = (int) (tick % PARTS);
                long second = next + tick / PARTS;
                Batch batch = workload.batch(part * TAGS / PARTS, (part + 1) * TAGS / PARTS, second);
                writers.forEach(writer -> writer.append(batch, WriteMode.LIVE));
                long wait = begin + (tick + 1) * 100_000_000L - System.nanoTime();
                try {
                    Thread.sleep(Math.max(0, wait / 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
            writers.forEach(Writer::await);
        }

        /** Second after the last. */
        long next() {
            return next + 1_000;
        }

        double cores() {
            return cores;
        }

        /** How long values took to be durable on the own station. */
        Latency end() throws InterruptedException {
            ended = true;
            thread.join();
            cores = meter.cost().cores();
            return writers.get(0).latency();
        }
    }
}
