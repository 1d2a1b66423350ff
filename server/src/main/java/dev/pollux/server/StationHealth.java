package dev.pollux.server;

import dev.pollux.server.health.Component;
import dev.pollux.server.health.Component.Remedy;
import dev.pollux.server.health.Component.Sign;
import dev.pollux.server.health.Diagnosis.Measured;
import dev.pollux.server.health.Measure;
import dev.pollux.server.health.SignsOfLife;
import dev.pollux.server.health.watch.FaultEffects;
import dev.pollux.server.health.watch.FaultFile;
import dev.pollux.server.health.watch.HealthWatch;
import dev.pollux.server.health.watch.MachineMeter;
import dev.pollux.server.health.watch.Watched;
import dev.pollux.server.message.Messages;
import dev.pollux.server.project.HealthConfig;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationConfig.ArchiveStore;
import dev.pollux.server.redundancy.Ability;
import dev.pollux.server.redundancy.Ability.Impairment;
import dev.pollux.server.redundancy.link.LinkWorker;
import dev.pollux.server.redundancy.loop.RedundancyLoop;
import dev.pollux.server.source.Acquisition;
import dev.pollux.server.space.system.ArchiveValues;
import dev.pollux.server.space.system.HealthValues;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The health of a station: which components are watched and how, what is measured, what is shown of it. */
final class StationHealth implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StationHealth.class);
    private static final Duration MEASURE = Duration.ofSeconds(1);
    /** The loop asks at least every 50 ms; what lies further apart was a pause of the process. */
    private static final Duration ASKED = Duration.ofMillis(200);
    /** The health thread waits for nobody; it is dead or hangs long before this. */
    private static final Duration WATCH_LIMIT = Duration.ofSeconds(30);

    private final HealthConfig config;
    private final List<Watched> watched = new ArrayList<>();
    private final Optional<StationArchive> archive;
    private final HealthWatch watch;
    private final MachineMeter meter;
    private final ScheduledExecutorService measuring = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "pollux-diagnosis");
        thread.setDaemon(true);
        return thread;
    });
    private final long start = System.nanoTime();
    // Owned by the redundancy thread.
    private final SignsOfLife watcher = new SignsOfLife(ASKED, 0);
    private Optional<String> watchDead = Optional.empty();
    // Written by the measuring thread.
    private volatile Map<Measure, Measured> measured = Map.of();
    private volatile long measures;
    private long droppedBefore;

    /**
     * What is watched.
     *
     * @param timer passes something to the thread that refreshes diagnostics
     * @param publisher passes something to the thread that shows the pair's state
     * @param server passes something through the OPC UA server
     */
    record Parts(
            RedundancyLoop loop,
            Acquisition acquisition,
            Optional<StationArchive> archive,
            List<LinkWorker> links,
            StationWitness witness,
            Consumer<Runnable> timer,
            Consumer<Runnable> publisher,
            Consumer<Runnable> server) {}

    StationHealth(StationConfig station, Parts parts, FaultEffects effects, Messages messages) {
        config = station.health();
        archive = parts.archive();
        HealthConfig.Silence limits = config.silence();
        beating("redundancy", limits.redundancy(), Remedy.END_PROCESS, parts.loop()::beat);
        parts.acquisition().beats().keySet().forEach(device -> device(parts.acquisition(), device));
        archive.ifPresent(this::archive);
        parts.links().forEach(link -> beating("link " + link.name(), limits.link(), Remedy.FAULT, link::beat));
        witness(parts.witness());
        asked("publisher", limits.publisher(), parts.publisher());
        asked("server", limits.server(), parts.server());
        asked("refresh", limits.diagnostics(), parts.timer());
        beating("self-diagnosis", limits.diagnostics(), Remedy.FAULT, () -> measures);
        meter = new MachineMeter(volumes(station));
        watch = new HealthWatch(
                config, watched, () -> measured, effects, messages, new FaultFile(station.dataDirectory()));
    }

    private void beating(String name, Duration limit, Remedy remedy, LongSupplier beat) {
        watched.add(Watched.beating(new Component(name, limit, remedy), beat));
    }

    private void asked(String name, Duration limit, Consumer<Runnable> ask) {
        watched.add(Watched.asked(new Component(name, limit, Remedy.FAULT), ask));
    }

    private void device(Acquisition acquisition, String device) {
        Component component = new Component("device " + device, config.silence().device(), Remedy.START_ANEW);
        watched.add(Watched.beating(component, () -> acquisition.beats().getOrDefault(device, 0L))
                .startedAnewBy(() -> acquisition.startAnew(device))
                .whenIll(seconds -> distrust(List.of(device), seconds)));
    }

    private void archive(StationArchive each) {
        HealthConfig.Silence limits = config.silence();
        watched.add(Watched.beating(new Component("archive", limits.archive(), Remedy.FAULT), each::lastBeat)
                .whenIll(seconds -> distrust(each.devices(), seconds)));
        beating("archive jobs", limits.archiveJobs(), Remedy.FAULT, each::lastLook);
        each.sync()
                .ifPresent(sync ->
                        watched.add(Watched.beating(new Component("sync", limits.sync(), Remedy.START_ANEW), sync::beat)
                                .startedAnewBy(sync::startAnew)));
    }

    private void witness(StationWitness witness) {
        witness.silence(config.silence().witness())
                .map(limit -> new Component("witness", limit, Remedy.START_ANEW))
                .ifPresent(component ->
                        watched.add(Watched.beating(component, witness::beat).startedAnewBy(witness::startAnew)));
    }

    /** Beyond its last sign of life nothing that a component did is trusted; the partner's archive fills that time. */
    private void distrust(Collection<String> devices, long seconds) {
        Instant since = Instant.now().minusSeconds(seconds + 1);
        archive.ifPresent(each -> {
            // The archive may be what hangs.
            Thread thread = new Thread(() -> takeBack(each, devices, since), "pollux-distrust");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private static void takeBack(StationArchive archive, Collection<String> devices, Instant since) {
        try {
            archive.recorder().distrust(devices, since);
            LOG.warn("the archive is no longer called complete for {} since {}", devices, since);
        } catch (RuntimeException refused) {
            LOG.error("the archive cannot be told that it is not complete for {} since {}", devices, since, refused);
        }
    }

    private static Map<Measure, Path> volumes(StationConfig station) {
        Map<Measure, Path> volumes = new EnumMap<>(Measure.class);
        if (station.archive().engine() != ArchiveStore.Engine.NONE) {
            volumes.put(Measure.ARCHIVE_DISK, station.archive().directory());
        }
        volumes.put(Measure.LOG_DISK, station.dataDirectory().resolve("log"));
        volumes.put(Measure.DATA_DISK, station.dataDirectory());
        return volumes;
    }

    /** Begins to watch: after all that is watched has begun. */
    void begin() {
        var unused = measuring.scheduleWithFixedDelay(this::measure, 0, MEASURE.toMillis(), TimeUnit.MILLISECONDS);
        watch.start();
    }

    private void measure() {
        try {
            Map<Measure, Measured> all = meter.measure();
            archive.flatMap(each -> backlog(each.values())).ifPresent(value -> all.put(Measure.BACKLOG, value));
            measured = all;
        } catch (RuntimeException broken) {
            // Without the sign of life below the health check tells it.
            LOG.error("the machine cannot be measured", broken);
            return;
        }
        measures = System.nanoTime();
    }

    private Optional<Measured> backlog(ArchiveValues values) {
        if (values.engine().isEmpty()) {
            return Optional.empty();
        }
        long lost = values.dropped() + values.queue().dropped();
        boolean losing = lost > droppedBefore;
        droppedBefore = lost;
        double recorder = 100.0 * values.pending() / dev.pollux.server.archiving.Recorder.WAITING_MAX;
        double queue = values.diskBytesMax() > 0 ? 100.0 * values.queue().bytes() / values.diskBytesMax() : 0;
        double worst = losing ? 100 : Math.min(100, Math.max(recorder, queue));
        String why = losing ? lost + " samples lost so far" : values.fault();
        return Optional.of(
                new Measured(worst, String.format(Locale.ROOT, "%.0f %%", worst) + (why.isEmpty() ? "" : ", " + why)));
    }

    /** What the health says of the station's ability. On the redundancy thread, before each decision. */
    Ability judge(Ability able) {
        Sign sign = new Sign(new Component("health", WATCH_LIMIT, Remedy.FAULT), watch.beat());
        watcher.look(Duration.ofNanos(System.nanoTime() - start), List.of(sign))
                .forEach(finding -> watchDead = Optional.of(finding.text()));
        Ability judged = able;
        for (Impairment impairment : watch.impairments()) {
            judged = judged.impaired(Optional.of(impairment));
        }
        return judged.defective(watch.defect()).defective(watchDead);
    }

    /** What clients are shown now. */
    HealthValues values() {
        List<SignsOfLife.State> states = watch.states();
        List<String> impairments = watch.impairments().stream()
                .map(each -> each.what() + " (level at most " + each.levelMax() + ")")
                .toList();
        String overall = watch.defect()
                .or(watch::stuck)
                .map(what -> "defect: " + what)
                .orElse(impairments.isEmpty() ? "healthy" : "impaired: " + impairments.get(0));
        return new HealthValues(
                overall,
                states.stream().map(StationHealth::line).toList(),
                (int) states.stream().filter(SignsOfLife.State::silent).count(),
                states.stream().mapToInt(SignsOfLife.State::restarts).sum(),
                impairments,
                machine(watch.measured()),
                watch.isolated(),
                watch.processRestarts());
    }

    private static String line(SignsOfLife.State state) {
        return String.format(
                Locale.ROOT,
                "%s: last sign of life %.1f s ago, limit %d s%s%s",
                state.component().name(),
                state.age().toMillis() / 1000.0,
                state.component().limit().toSeconds(),
                state.restarts() > 0 ? ", started anew " + state.restarts() + " times" : "",
                state.silent() ? ", SILENT" : "");
    }

    private static HealthValues.Machine machine(Map<Measure, Measured> now) {
        return new HealthValues.Machine(
                value(now, Measure.ARCHIVE_DISK),
                value(now, Measure.LOG_DISK),
                value(now, Measure.DATA_DISK),
                value(now, Measure.HEAP),
                value(now, Measure.COLLECTION),
                value(now, Measure.PROCESSOR),
                value(now, Measure.CLOCK),
                value(now, Measure.BACKLOG));
    }

    private static Optional<Double> value(Map<Measure, Measured> now, Measure measure) {
        return Optional.ofNullable(now.get(measure)).map(Measured::value);
    }

    @Override
    public void close() {
        watch.close();
        measuring.shutdownNow();
    }
}
