package dev.pollux.bench.failover;

import dev.pollux.cli.Pollux;
import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A plant and two stations, each the {@code pollux} command in a process of its own. */
final class Pair implements AutoCloseable {
    static final String CASTOR = "CASTOR";
    static final String POLLUX = "POLLUX";
    static final List<String> BOTH = List.of(CASTOR, POLLUX);
    static final String HEAP = "-Xmx512m";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final Network network;
    private final Map<String, Volume> disks = new HashMap<>();
    private final Map<String, Path> stationFiles = new HashMap<>();
    private final Map<String, JavaProcess> processes = new HashMap<>();
    private final Map<String, FakeClock> clocks = new HashMap<>();
    private final List<String> fastTags;
    private final boolean hot;
    /** Interrupted by hand: processes and mounts must go all the same. */
    private final Thread end = new Thread(this::end);

    /**
     * What a pair is made of.
     *
     * @param directory empty; everything goes there
     * @param example the project of the example
     * @param network to plug into
     * @param scale which tags
     * @param mode of redundancy
     * @param clocks whether the stations' wall clocks are to be stepped
     */
    record Plan(Path directory, Path example, Network network, Scale scale, String mode, boolean clocks) {}

    /** Writes the files and starts the plant and both stations. */
    Pair(Plan plan) {
        Runtime.getRuntime().addShutdownHook(end);
        directory = plan.directory().toAbsolutePath();
        network = plan.network();
        hot = plan.mode().equals("hot");
        try {
            Files.createDirectories(directory);
            boolean volumes = network.cables() && Volume.possible();
            fastTags = PairFiles.write(directory, plan.example(), network, plan.scale(), plan.mode());
            for (String station : BOTH) {
                Volume disk = new Volume(directory, station, volumes);
                disks.put(station, disk);
                stationFiles.put(
                        station,
                        PairFiles.station(
                                directory, network, station, disk.path().resolve("data")));
                if (plan.clocks()) {
                    Path library = FakeClock.find().orElseThrow();
                    clocks.put(station, new FakeClock(library, directory, station));
                }
            }
            Path pair = directory.resolve("project");
            run("trust", "--project", pair.toString(), "--pair", file(CASTOR), file(POLLUX));
            start(
                    "plant",
                    List.of(),
                    List.of("simulate", "--bind", network.plant(), "--port", "" + network.plantPort(), "--seed", "1"));
            BOTH.forEach(this::startStation);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private String file(String station) {
        return String.valueOf(stationFiles.get(station));
    }

    /** Whether both stations read the devices at any time. */
    boolean hot() {
        return hot;
    }

    /** Tags that are polled every 100 ms. */
    List<String> fastTags() {
        return fastTags;
    }

    Network network() {
        return network;
    }

    Path directory() {
        return directory;
    }

    Volume disk(String station) {
        return known(disks.get(station), station);
    }

    /** The station's wall clock; only where libfaketime is there. */
    FakeClock clock(String station) {
        return known(clocks.get(station), station);
    }

    JavaProcess process(String name) {
        return known(processes.get(name), name);
    }

    private static <T> T known(@org.jspecify.annotations.Nullable T thing, String name) {
        if (thing == null) {
            throw new IllegalStateException(name + " has no such thing");
        }
        return thing;
    }

    String url(String station) {
        return "opc.tcp://" + network.address(station, Cable.PLANT) + ":" + network.port(station) + "/pollux";
    }

    static String other(String station) {
        return station.equals(CASTOR) ? POLLUX : CASTOR;
    }

    /** Starts a station and waits until clients can connect. */
    void startStation(String station) {
        List<String> before = new ArrayList<>(network.on(station));
        if (clocks.containsKey(station)) {
            before.addAll(clock(station).prefix());
        }
        start(
                station,
                before,
                List.of("serve", "--project", directory.resolve("project").toString(), "--station", file(station)));
    }

    private void start(String name, List<String> before, List<String> arguments) {
        JavaProcess running = processes.get(name);
        if (running != null) {
            running.close();
        }
        try {
            Path output = directory.resolve(name + ".out");
            if (Files.exists(output)) {
                Files.move(
                        output,
                        directory.resolve(name + ".out.before"),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(before);
        command.addAll(pollux(arguments));
        JavaProcess process = JavaProcess.start(name, directory, command);
        processes.put(name, process);
        process.awaitOutput("(?m)^ready", START_LIMIT);
    }

    private static List<String> pollux(List<String> arguments) {
        return JavaProcess.command(List.of(HEAP, "-Xshare:auto"), Pollux.class.getName(), arguments);
    }

    /** How a command ended and what it printed. */
    record Ended(int code, String output) {}

    /** Runs one command to its end and gives what it printed. */
    String run(String... arguments) {
        Ended ended = attempt(START_LIMIT, arguments);
        if (ended.code() != 0) {
            throw new IllegalStateException(
                    "pollux " + arguments[0] + " ended with " + ended.code() + ": " + ended.output());
        }
        return ended.output();
    }

    /** Runs one command to its end, whatever that is. */
    Ended attempt(Duration limit, String... arguments) {
        try (JavaProcess process = JavaProcess.start("command", directory, pollux(List.of(arguments)))) {
            Ended ended = new Ended(process.awaitExit(limit), process.output());
            Files.deleteIfExists(directory.resolve("command.out"));
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(end);
    }

    private void end() {
        processes.values().forEach(process -> {
            // A frozen disk or a suspended process does not let go otherwise.
            disks.values().forEach(Volume::thaw);
            process.close();
        });
        disks.values().forEach(Volume::close);
    }
}
