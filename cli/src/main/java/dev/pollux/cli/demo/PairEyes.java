package dev.pollux.cli.demo;

import dev.pollux.cli.demo.Child.Life;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationReport;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.failover.FailoverSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at both stations and the processes and notes what changes. Driven by one thread, which calls {@link #tick}. */
final class PairEyes implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration TICK = Duration.ofMillis(50);

    private final Cast cast;
    private final Map<String, String> urls;
    private final EventLog events;
    private final Stations stations;
    private final Map<String, StationEye> eyes = new LinkedHashMap<>();
    private final Map<String, String> seenStates = new HashMap<>();
    private PairView pair;

    /**
     * Begins to look.
     *
     * @param cast the processes, started already
     * @param urls addresses by the names of the stations
     * @param counter tag that counts
     * @param ledger is told what each station samples
     * @param events where changes go
     */
    PairEyes(Cast cast, Map<String, String> urls, String counter, GapLedger ledger, EventLog events) {
        this.cast = cast;
        this.urls = Map.copyOf(urls);
        this.events = events;
        FailoverSettings settings =
                FailoverSettings.of(urls.values().toArray(String[]::new)).withApplicationName("pollux demo observer");
        stations = new Stations(
                settings.withTiming(settings.timing().withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(1))));
        urls.forEach((name, url) ->
                eyes.put(name, new StationEye(stations, name, url, counter, instant -> ledger.sampled(name, instant))));
        pair = look();
        eyes.values().forEach(StationEye::start);
    }

    static void pauseBetweenTicks() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
    }

    /** Waits until there is a Master and a Standby, both with all devices. */
    void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!(tick().complete() && Effect.devicesBack().reached().test(pair))) {
            for (Child child : cast.stations()) {
                if (child.pid().isEmpty()) {
                    child.awaitReady(Duration.ZERO);
                }
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "the pair is not ready within " + START_MAX.toSeconds() + " s: " + pair.rolesText() + "; see "
                                + cast.stations().get(0).log());
            }
            pauseBetweenTicks();
        }
    }

    /** Looks once and notes what has changed since the last time. */
    PairView tick() {
        pair = look();
        for (StationView station : pair.stations()) {
            String text = stateLine(station);
            if (!text.equals(seenStates.put(station.name(), text))) {
                events.add(station.name() + ": " + text);
            }
        }
        return pair;
    }

    private static String stateLine(StationView station) {
        return station.report()
                .filter(report -> station.life() == Life.RUNNING)
                .map(report -> report.state().text()
                        + (report.stateReason().isEmpty() ? "" : " (" + report.stateReason() + ")"))
                .orElse(station.stateText());
    }

    private PairView look() {
        List<StationView> views = new ArrayList<>();
        for (Child child : cast.stations()) {
            StationEye eye = eyes.get(child.name());
            if (eye != null) {
                Life life = child.life();
                Optional<StationReport> report =
                        life == Life.RUNNING || life == Life.FROZEN ? eye.report() : Optional.empty();
                views.add(new StationView(
                        child.name(), urls.getOrDefault(child.name(), ""), life, report, eye.silence()));
            }
        }
        return new PairView(views, cast.plant().life());
    }

    /** What was seen last. */
    PairView pair() {
        return pair;
    }

    /** Sessions with the stations that answer. */
    List<StationSession> sessions() {
        return eyes.values().stream().flatMap(eye -> eye.session().stream()).toList();
    }

    @Override
    public void close() {
        eyes.values().forEach(StationEye::close);
        stations.close();
    }
}
