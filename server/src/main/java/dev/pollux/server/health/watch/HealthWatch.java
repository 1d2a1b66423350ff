package dev.pollux.server.health.watch;

import dev.pollux.server.health.Component;
import dev.pollux.server.health.Component.Sign;
import dev.pollux.server.health.Diagnosis;
import dev.pollux.server.health.Diagnosis.Measured;
import dev.pollux.server.health.Measure;
import dev.pollux.server.health.SignsOfLife;
import dev.pollux.server.health.SignsOfLife.Finding;
import dev.pollux.server.message.Messages;
import dev.pollux.server.message.SystemMessage;
import dev.pollux.server.project.HealthConfig;
import dev.pollux.server.redundancy.Ability.Impairment;
import dev.pollux.server.redundancy.loop.PairSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that looks for signs of life of the station's components twice a second, judges what was measured on the
 * machine, and does what a Fault demands. {@link #defect()} and {@link #impairments()} are the station's to pass on.
 */
public final class HealthWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    /** The thread that decides hangs: EX_SOFTWARE. */
    public static final int EXIT_STUCK = 70;

    private final List<Watched> watched;
    private final SignsOfLife signs;
    private final Diagnosis diagnosis;
    private final Supplier<Map<Measure, Measured>> measured;
    private final FaultEffects effects;
    private final Messages messages;
    private final FaultHandling handling;
    private final Thread thread;
    private final long start = System.nanoTime();
    // Owned by the thread.
    private long callsWhenDeciding;
    // Written by the thread, read by the loop and by who publishes.
    private volatile Optional<String> defect = Optional.empty();
    private volatile Optional<String> stuck = Optional.empty();
    private volatile List<Impairment> impairments = List.of();
    private volatile List<SignsOfLife.State> states = List.of();
    private volatile Map<Measure, Measured> lastMeasured = Map.of();
    private volatile long beat = System.nanoTime();
    private volatile boolean closed;

    /**
     * A watch that has not begun.
     *
     * @param measured gives what was measured last, at once
     * @param effects the station
     * @param file what must be known after a restart
     */
    public HealthWatch(
            HealthConfig config,
            List<Watched> watched,
            Supplier<Map<Measure, Measured>> measured,
            FaultEffects effects,
            Messages messages,
            FaultFile file) {
        this.watched = List.copyOf(watched);
        this.measured = measured;
        this.effects = effects;
        this.messages = messages;
        signs = new SignsOfLife(LOOK.multipliedBy(2), config.componentRestarts());
        diagnosis = new Diagnosis(config.limits());
        handling = new FaultHandling(config, effects, messages, file);
        thread = new Thread(this::run, "pollux-health");
        thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    look();
                } catch (RuntimeException broken) {
                    LOG.error("the health check broke", broken);
                    defect("the health check broke: " + broken);
                }
                beat = System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        List<Sign> now = new ArrayList<>();
        for (Watched each : watched) {
            each.ask().run();
            now.add(new Sign(each.component(), each.beat().getAsLong()));
        }
        boolean deciding = true;
        for (Finding finding : signs.look(Duration.ofNanos(System.nanoTime() - start), now)) {
            deciding &= finding.remedy() != Component.Remedy.END_PROCESS;
            act(finding);
        }
        if (deciding) {
            callsWhenDeciding = effects.partnerCalls();
            goesOn();
        }
        states = signs.states();
        diagnose(deciding);
        handling.look(signs.running(), effects.pair(), !deciding);
    }

    private void goesOn() {
        if (stuck.isPresent()) {
            LOG.warn("this station decides again");
            stuck = Optional.empty();
            effects.showDeciding();
        }
    }

    private void act(Finding finding) {
        Watched of = watched.stream()
                .filter(each ->
                        each.component().name().equals(finding.component().name()))
                .findFirst()
                .orElseThrow();
        switch (finding.remedy()) {
            case START_ANEW -> {
                LOG.warn("{}: it is started anew", finding.text());
                of.startAnew().run();
            }
            case FAULT -> {
                LOG.error("{}: the station is in Fault", finding.text());
                // Told here and not only when Fault was decided: whoever decides may be next to hang.
                defect(finding.text());
                of.ill().accept(finding.silence().toSeconds());
            }
            case END_PROCESS -> stuck(finding);
        }
    }

    /**
     * The thread that decides hangs, so nobody can decide on Fault. A partner that is there hears nothing any more and
     * leads: this process must end at once, as its clients still see a Master. Alone the station goes on serving what
     * it can, commands nothing, and is started anew as from any Fault.
     */
    private void stuck(Finding finding) {
        boolean first = stuck.isEmpty();
        if (first) {
            stuck = Optional.of(finding.text());
            LOG.error("{}: this station can no longer decide", finding.text());
            messages.raise(SystemMessage.STATION_BLOCKED);
        }
        if (effects.paired() && effects.partnerCalls() != callsWhenDeciding) {
            LOG.error("the process ends with code {}, so that the partner alone leads", EXIT_STUCK);
            effects.halt(EXIT_STUCK);
        } else if (first) {
            effects.showStuck(finding.text());
        }
    }

    private void diagnose(boolean deciding) {
        Map<Measure, Measured> all = new EnumMap<>(Measure.class);
        all.putAll(measured.get());
        clock().ifPresent(value -> all.put(Measure.CLOCK, value));
        for (Diagnosis.Change change : diagnosis.take(all, signs.running())) {
            switch (change.severity()) {
                case OK -> LOG.info("self-diagnosis: good again: {}", change.text());
                case WARN -> LOG.warn("self-diagnosis: beyond its warn limit: {}", change.text());
                case FAULT -> LOG.error("self-diagnosis: beyond its fault limit: {}", change.text());
            }
        }
        lastMeasured = all;
        List<Impairment> before = impairments;
        impairments = diagnosis.impairments();
        // What both stations suffer from alike, such as full disks, must not leave the plant without a Master: so the
        // decision about the roles is asked whether this is a defect.
        if (deciding && effects.pair().filter(FaultHandling::defective).isPresent()) {
            diagnosis.defect().ifPresent(this::defect);
        }
        if (!consequences(before).equals(consequences(impairments))) {
            effects.changed();
        }
    }

    private static List<Impairment> consequences(List<Impairment> impairments) {
        return impairments.stream()
                .map(each -> new Impairment("", each.levelMax(), each.strain()))
                .toList();
    }

    private Optional<Measured> clock() {
        return effects.pair()
                .filter(pair -> pair.partner().present().isPresent())
                .flatMap(PairSnapshot::clockOffset)
                .map(Duration::abs)
                .map(offset -> new Measured(offset.toMillis(), offset.toMillis() + " ms"));
    }

    private void defect(String what) {
        if (defect.isEmpty()) {
            LOG.error("defect: {}", what);
            defect = Optional.of(what);
            effects.changed();
        }
    }

    /** What is wrong with this station; stays until its process is started anew. From any thread. */
    public Optional<String> defect() {
        return defect;
    }

    /** That the station cannot decide at present. From any thread. */
    public Optional<String> stuck() {
        return stuck;
    }

    /** What lowers ServiceLevel now. From any thread. */
    public List<Impairment> impairments() {
        return impairments;
    }

    /** All components as of the last look. */
    public List<SignsOfLife.State> states() {
        return states;
    }

    /** What was measured last. */
    public Map<Measure, Measured> measured() {
        return lastMeasured;
    }

    /** Whether clients are sent away. */
    public boolean isolated() {
        return handling.isolated();
    }

    /** Automatic restarts of the process that are remembered. */
    public int processRestarts() {
        return handling.restarts();
    }

    /** The sign of life of the one who watches, as monotonic nanoseconds. */
    public long beat() {
        return beat;
    }

    /** Ends the thread; waits at most a second. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
