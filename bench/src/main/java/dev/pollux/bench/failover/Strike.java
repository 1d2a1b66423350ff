package dev.pollux.bench.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One fault of one station, from when it strikes until it is mended. */
final class Strike {
    private static final long WAIT_SECONDS = 30;

    private final Pair pair;
    private final Judge judge;
    private final Fault fault;
    private final String station;
    private volatile boolean over;
    private @org.jspecify.annotations.Nullable Thread beside;
    private @org.jspecify.annotations.Nullable HungThread hung;

    Strike(Pair pair, Judge judge, Fault fault, String station) {
        this.pair = pair;
        this.judge = judge;
        this.fault = fault;
        this.station = station;
    }

    /** Makes the fault; returns when, on the clock of {@link System#nanoTime}. */
    long strike() throws InterruptedException {
        Network network = pair.network();
        String other = Pair.other(station);
        long now = System.nanoTime();
        switch (fault) {
            case KILL -> pair.process(station).kill();
            case FREEZE -> pair.process(station).suspend();
            case STATUS_CUT -> network.pull(station, Set.of(Cable.STATUS));
            case MAIN_CUT -> {
                network.lose(station, Cable.PLANT, network.address(other, Cable.PLANT));
                network.lose(other, Cable.PLANT, network.address(station, Cable.PLANT));
            }
            case PLANT_CUT -> network.pull(station, Set.of(Cable.PLANT));
            case ALL_CUT -> network.pull(station, EnumSet.allOf(Cable.class));
            case SPLIT -> {
                loseTo(station, other);
                loseTo(other, station);
            }
            case ONE_WAY -> loseTo(station, other);
            case SLOW_DISK -> besides(this::stutter);
            case FULL_DISK -> pair.disk(station).fill();
            case GC_PAUSE -> now = pause();
            case CLOCK_STEP -> pair.clock(station).step(5);
            case DEVICES_LOST -> network.lose(station, Cable.PLANT, network.plant());
            case HUNG_THREAD ->
                hung = new HungThread(pair.process(station).pid(), "pollux-device-PLC1".substring(0, 15));
            case SWITCHOVER -> judge.witness(other).askToLead();
        }
        return now;
    }

    private void loseTo(String from, String to) {
        for (Cable cable : pair.network().plugged()) {
            pair.network().lose(from, cable, pair.network().address(to, cable));
        }
    }

    private void besides(Runnable work) {
        Thread thread = new Thread(work, "fault");
        thread.setDaemon(true);
        thread.start();
        beside = thread;
    }

    private void stutter() {
        try {
            while (!over) {
                pair.disk(station).freeze();
                TimeUnit.MILLISECONDS.sleep(800);
                pair.disk(station).thaw();
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pair.disk(station).thaw();
        }
    }

    private long pause() throws InterruptedException {
        CountDownLatch stands = new CountDownLatch(1);
        AtomicLong since = new AtomicLong();
        besides(() -> {
            try {
                Pause.of(pair.process(station).pid(), pair.directory(), fault.hold(), () -> {
                    since.set(System.nanoTime());
                    stands.countDown();
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        if (!stands.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(station + " could not be paused");
        }
        return since.get();
    }

    /** Ends the fault and brings back what it ended. */
    void mend() throws InterruptedException {
        over = true;
        Thread running = beside;
        if (running != null) {
            running.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
        }
        switch (fault) {
            case KILL -> pair.startStation(station);
            case FREEZE -> pair.process(station).resume();
            case STATUS_CUT, MAIN_CUT, PLANT_CUT, ALL_CUT, SPLIT, ONE_WAY, DEVICES_LOST ->
                pair.network().heal();
            case FULL_DISK -> pair.disk(station).empty();
            case CLOCK_STEP -> pair.clock(station).step(0);
            case HUNG_THREAD -> {
                if (hung != null) {
                    hung.close();
                }
                pair.process(station).kill();
                pair.startStation(station);
            }
            case SLOW_DISK, GC_PAUSE, SWITCHOVER -> pair.disk(station).thaw();
        }
    }
}
