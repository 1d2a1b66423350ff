package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Child.Life;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.failover.FailoverSettings;
import dev.pollux.server.project.Project;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A pair that is watched by a client and tried by an operator. Driven by one thread, which calls {@link #tick}. */
final class Show implements AutoCloseable {
    private static final Duration FIRST_VALUE_MAX = Duration.ofSeconds(30);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Cast cast;
    private final PairEyes eyes;
    private final String counter;
    private final GapLedger ledger;
    private final EventLog events;
    private final Traffic traffic;
    private final Operator operator;
    private final ExecutorService background = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "pollux-demo-background");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts the client.
     *
     * @param cast the processes
     * @param eyes see the pair, which should be ready: the client begins on the best station there is
     * @param project what the stations serve
     * @param urls addresses by the names of the stations
     * @param counter tag that counts
     * @param ledger is told what the client gets
     * @param events where events go
     */
    Show(
            Cast cast,
            PairEyes eyes,
            Project project,
            Map<String, String> urls,
            String counter,
            GapLedger ledger,
            EventLog events) {
        this.cast = cast;
        this.eyes = eyes;
        this.counter = counter;
        this.ledger = ledger;
        this.events = events;
        FailoverSettings settings =
                FailoverSettings.of(urls.values().toArray(String[]::new)).withApplicationName("pollux demo");
        traffic = new Traffic(
                settings.withTiming(settings.timing().withReconnect(Duration.ofMillis(250), Duration.ofSeconds(1))),
                project,
                counter,
                ledger,
                events);
        operator = new Operator(cast, eyes, traffic, ledger, events, background);
    }

    /** Waits until the client receives the counter. */
    void awaitFirstValue() throws InterruptedException {
        long deadline = System.nanoTime() + FIRST_VALUE_MAX.toNanos();
        while (traffic.active().isEmpty()
                || traffic.latest(counter)
                        .filter(value -> value.statusCode().isGood())
                        .isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "the client has received no value of " + counter + " within " + FIRST_VALUE_MAX.toSeconds()
                                + " s: " + eyes.pair().rolesText());
            }
            tick();
            PairEyes.pauseBetweenTicks();
        }
    }

    /** Looks at everything and notes what has changed. */
    PairView tick() {
        PairView pair = eyes.tick();
        excuse(pair);
        return pair;
    }

    /** Nothing can be received while the plant is off or no station runs, until the counter is good again. */
    private void excuse(PairView pair) {
        boolean possible =
                pair.plant() == Life.RUNNING && pair.stations().stream().anyMatch(each -> each.life() == Life.RUNNING);
        if (!possible) {
            ledger.excuseFrom(Instant.now());
        }
        if (!ledger.excused()) {
            return;
        }
        traffic.forgivePause();
        Instant fresh = Instant.now().minus(FRESH);
        boolean back = possible
                && !pair.leaders().isEmpty()
                && traffic.latest(counter)
                        .filter(value -> value.statusCode().isGood())
                        .map(ValueText::sourceTime)
                        .filter(time -> time.isAfter(fresh))
                        .isPresent();
        if (back) {
            ledger.excuseTo(Instant.now());
        }
    }

    PairView pair() {
        return eyes.pair();
    }

    Cast cast() {
        return cast;
    }

    Traffic traffic() {
        return traffic;
    }

    GapLedger ledger() {
        return ledger;
    }

    EventLog events() {
        return events;
    }

    Operator operator() {
        return operator;
    }

    @Override
    public void close() {
        background.shutdownNow();
        traffic.close();
    }
}
