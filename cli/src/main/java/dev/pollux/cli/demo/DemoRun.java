package dev.pollux.cli.demo;

import dev.pollux.cli.demo.DemoFiles.Prepared;
import dev.pollux.cli.demo.DemoFiles.StationFile;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.Configuration;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.PairTrust;
import dev.pollux.server.project.Project;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One demo from start to end. */
public final class DemoRun {
    /** Tag of the water works that changes with every poll. */
    public static final String COUNTER = "Plant.Counter";

    private static final int LOST_SHOWN = 20;
    private static final Duration PLANT_MAX = Duration.ofSeconds(30);
    private static final Duration STATION_MAX = Duration.ofSeconds(60);

    private final Plan plan;
    private final PrintWriter out;
    private final Supplier<BooleanSupplier> signals;

    /**
     * What is to be done.
     *
     * @param project directory of the project
     * @param work directory to work in
     * @param portBase first port to use; empty = as written in the project
     * @param limit how long it runs; empty = until the user ends it
     * @param script steps as typed
     * @param time reads a time of a step
     * @param plain lines instead of the full screen
     * @param json print the summary as JSON, and nothing else on standard output
     * @param mainClass class that children are started with
     */
    public record Plan(
            Path project,
            Path work,
            OptionalInt portBase,
            Optional<Duration> limit,
            String script,
            Function<String, Duration> time,
            boolean plain,
            boolean json,
            String mainClass) {}

    /**
     * How a demo went.
     *
     * @param good nothing was lost, every step had its effect, the roles were right
     * @param lines summary for operators
     * @param json summary for programs
     */
    public record Outcome(boolean good, List<String> lines, Map<String, @Nullable Object> json) {}

    /**
     * A demo to be run once.
     *
     * @param plan what is to be done
     * @param out where progress and plain lines go
     * @param signals called once the pair is ready: from then on it tells whether the user has asked to end; until then
     *     a signal ends the process, and the children with it
     */
    public DemoRun(Plan plan, PrintWriter out, Supplier<BooleanSupplier> signals) {
        this.plan = plan;
        this.out = out;
        this.signals = signals;
    }

    /**
     * Runs it and leaves no process behind.
     *
     * @throws CommandFailure if it cannot begin: a fault in project or script, a port that is taken, a station that
     *     does not start
     */
    public Outcome run() throws IOException, InterruptedException {
        Project written = Configuration.project(plan.project());
        Script script = Script.parse(plan.script(), plan.time(), written, plan.limit());
        GapLedger ledger = new GapLedger(interval(written));
        try (DemoFiles files = DemoFiles.open(plan.work())) {
            Prepared prepared = files.prepare(plan.project(), plan.portBase());
            PairTrust.establish(
                    prepared.shared(),
                    prepared.stations().get(0).config(),
                    prepared.stations().get(1).config());
            try (Cast cast = cast(files, prepared)) {
                return play(cast, prepared, script, ledger);
            }
        }
    }

    private Cast cast(DemoFiles files, Prepared prepared) {
        Child plant = new Child(
                "plant",
                command(List.of("simulate", "--port", Integer.toString(prepared.plantPort()))),
                files.log("plant"));
        List<Child> stations = new ArrayList<>();
        for (StationFile station : prepared.stations()) {
            stations.add(new Child(
                    station.config().station(),
                    command(List.of(
                            "serve",
                            "--project",
                            prepared.project().toString(),
                            "--station",
                            station.file().toString())),
                    files.log(station.config().station())));
        }
        return new Cast(plant, stations);
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-D" + ParentWatch.PROPERTY + "=" + ProcessHandle.current().pid(),
                "-cp",
                System.getProperty("java.class.path"),
                plan.mainClass()));
        command.addAll(arguments);
        return command;
    }

    private Outcome play(Cast cast, Prepared prepared, Script script, GapLedger ledger)
            throws IOException, InterruptedException {
        progress("starting the plant and the stations " + names(prepared) + "; logs are in " + plan.work());
        cast.plant().start();
        cast.plant().awaitReady(PLANT_MAX);
        cast.stations().forEach(Child::start);
        for (Child station : cast.stations()) {
            station.awaitReady(STATION_MAX);
        }
        Map<String, String> urls = new LinkedHashMap<>();
        prepared.stations()
                .forEach(each -> urls.put(
                        each.config().station(),
                        each.config().endpoints().get(0).url()));
        List<String> where = new ArrayList<>(List.of("Look on with UaExpert or another OPC UA client at"));
        urls.forEach((name, url) -> where.add("  " + name + "  " + url));
        EventBuffer early = new EventBuffer();
        EventLog events = new EventLog(early::event);
        try (PairEyes eyes = new PairEyes(cast, urls, COUNTER, ledger, events)) {
            where.forEach(this::progress);
            progress("waiting until the pair is ready");
            eyes.awaitReady();
            try (Show show = new Show(cast, eyes, prepared.shared(), urls, COUNTER, ledger, events)) {
                show.awaitFirstValue();
                try (Face face = plan.plain() ? new PlainFace(out) : new ScreenFace()) {
                    early.passOnTo(face);
                    return follow(show, face, script);
                }
            }
        }
    }

    private static Duration interval(Project project) {
        return project.tags().stream()
                .filter(tag -> tag.name().equals(COUNTER))
                .map(tag -> tag.source().pollInterval())
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED,
                        "the project has no tag " + COUNTER + ", by which the demo finds lost values"));
    }

    private Outcome follow(Show show, Face face, Script script) throws InterruptedException {
        show.events().add("ready: " + show.pair().rolesText());
        Trial trial = new Trial(script, show.operator()::perform);
        long start = System.nanoTime();
        Duration time = Duration.ZERO;
        boolean wanted = true;
        BooleanSupplier stopAsked = signals.get();
        while (wanted && !stopAsked.getAsBoolean() && !over(time)) {
            PairView pair = show.tick();
            time = Duration.ofNanos(System.nanoTime() - start);
            trial.tick(time, pair);
            wanted = face.tick(show, time);
            PairEyes.pauseBetweenTicks();
        }
        Summary summary = new Summary(
                time,
                show.traffic().statistics(),
                show.ledger().count(),
                show.ledger().lost(LOST_SHOWN),
                show.traffic().longestPause(),
                show.traffic().failovers(),
                trial.end(time),
                show.tick());
        return new Outcome(summary.faults().isEmpty(), summary.lines(), summary.json());
    }

    private boolean over(Duration time) {
        return plan.limit().filter(limit -> time.compareTo(limit) >= 0).isPresent();
    }

    private void progress(String line) {
        if (!plan.json()) {
            out.println(line);
            out.flush();
        }
    }

    private static String names(Prepared prepared) {
        return prepared.stations().stream()
                .map(each -> each.config().station())
                .reduce((first, second) -> first + " and " + second)
                .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "the project has no station"));
    }
}
