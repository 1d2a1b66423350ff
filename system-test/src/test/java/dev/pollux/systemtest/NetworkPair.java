package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import dev.pollux.cli.Pollux;
import dev.pollux.testkit.network.Host;
import dev.pollux.testkit.network.PairGround;
import dev.pollux.testkit.process.Debugger;
import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A plant and two stations, each a process on a host of its own, joined by a plant network and a status network. */
final class NetworkPair implements AutoCloseable {
    static final String CASTOR = "CASTOR";
    static final String POLLUX = "POLLUX";
    static final List<String> BOTH = List.of(CASTOR, POLLUX);
    private static final int PORT = 4840;
    private static final int PLANT_PORT = 5020;
    private static final int DEBUG_PORT = 5005;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    /** Compiled quickly rather than well: these processes live for seconds. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    private final Path directory;
    private final int windowBase;
    private final PairGround ground = PairGround.open();
    private final Map<String, JavaProcess> processes = new LinkedHashMap<>();
    private int outputs;

    private NetworkPair(Path directory, int windowBase) {
        this.directory = directory;
        this.windowBase = windowBase;
    }

    /** Starts everything; returns when clients can connect to both stations. */
    static NetworkPair start(Path directory, int windowBase) {
        return start(directory, windowBase, UnaryOperator.identity());
    }

    /** The same with another project. */
    static NetworkPair start(Path directory, int windowBase, UnaryOperator<String> project) {
        return start(directory, windowBase, project, "");
    }

    /** The same with more in the station files. */
    static NetworkPair start(Path directory, int windowBase, UnaryOperator<String> project, String stations) {
        NetworkPair pair = new NetworkPair(directory, windowBase);
        try {
            pair.writeFiles(project, stations);
            pair.trust();
            pair.launch("plant", pair.ground.devices(), "simulate", "--bind", "0.0.0.0", "--seed", "1");
            BOTH.forEach(pair::launchStation);
            pair.processes.values().forEach(NetworkPair::awaitReady);
            for (String station : BOTH) {
                pair.host(station).window(pair.window(station), "127.0.0.1", PORT);
                pair.host(station).window(pair.debugWindow(station), "127.0.0.1", DEBUG_PORT);
            }
            return pair;
        } catch (RuntimeException | AssertionError e) {
            pair.close();
            throw e;
        }
    }

    PairGround ground() {
        return ground;
    }

    Host host(String station) {
        return station.equals(CASTOR) ? ground.castor() : ground.pollux();
    }

    static String other(String station) {
        return station.equals(CASTOR) ? POLLUX : CASTOR;
    }

    private int window(String station) {
        return windowBase + BOTH.indexOf(station);
    }

    private int debugWindow(String station) {
        return windowBase + BOTH.size() + BOTH.indexOf(station);
    }

    /** A session that does not depend on any cable. */
    StationProbe probe(String station) {
        return StationProbe.connectThrough(window(station), "/pollux");
    }

    /** The same for one who waits a minute for an answer. */
    StationProbe patientProbe(String station) {
        return StationProbe.connectThrough(window(station), "/pollux", 60_000);
    }

    /** Lets single threads of a station hang. */
    Debugger debugger(String station) throws IOException, IllegalConnectorArgumentsException {
        return Debugger.attach(debugWindow(station));
    }

    /** Starts a station that has run before; returns when clients can connect to it. */
    void startStation(String station) {
        launchStation(station);
        awaitReady(process(station));
    }

    private void launchStation(String station) {
        launch(
                station,
                host(station),
                "serve",
                "--project",
                directory.resolve("project").toString(),
                "--station",
                stationFile(station).toString());
    }

    JavaProcess process(String name) {
        JavaProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    /** A command on the host of the clients, which knows the addresses of both stations; ended with the pair. */
    JavaProcess command(String title, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        for (String station : BOTH) {
            all.addAll(List.of(
                    "--url",
                    "opc.tcp://" + host(station).adapter(PairGround.PLANT).address() + ":" + PORT + "/pollux"));
        }
        return launch(title, ground.clients(), all.toArray(new String[0]));
    }

    private JavaProcess launch(String name, Host host, String... arguments) {
        List<String> options = BOTH.contains(name) ? List.of(QUICK, Debugger.option(DEBUG_PORT)) : List.of(QUICK);
        outputs++;
        JavaProcess process = host.start(
                name + "-" + outputs,
                directory,
                JavaProcess.command(options, Pollux.class.getName(), List.of(arguments)));
        JavaProcess before = processes.put(name, process);
        if (before != null) {
            before.close();
        }
        return process;
    }

    private static void awaitReady(JavaProcess process) {
        process.awaitOutput("(?m)^ready", START_LIMIT);
    }

    private Path stationFile(String station) {
        return directory.resolve(station + ".yaml");
    }

    private void trust() {
        try (JavaProcess process = JavaProcess.start(
                "trust",
                directory,
                Pollux.class.getName(),
                List.of(
                        "trust",
                        "--project",
                        directory.resolve("project").toString(),
                        "--pair",
                        stationFile(CASTOR).toString(),
                        stationFile(POLLUX).toString()))) {
            assertThat(process.awaitExit(START_LIMIT)).as(process.output()).isZero();
        }
    }

    private void writeFiles(UnaryOperator<String> project, String stations) {
        Path example = Path.of("..", "examples", "waterworks");
        try {
            Path tags = Files.createDirectories(directory.resolve("project/tags"));
            try (Stream<Path> files = Files.list(example.resolve("tags"))) {
                // The hundred values that change all the time cost time that a busy machine does not have.
                for (Path file :
                        files.filter(each -> !each.endsWith("vibration.csv")).toList()) {
                    Files.copy(file, tags.resolve(String.valueOf(file.getFileName())));
                }
            }
            Files.writeString(
                    directory.resolve("project/project.yaml"),
                    project.apply(Files.readString(example.resolve("project.yaml"))
                            .replace("host: 127.0.0.1", "host: 10.77.1.10")
                            .replace("port: 5020", "port: " + PLANT_PORT)));
            Files.writeString(stationFile(CASTOR), station(CASTOR, 1, 2) + stations);
            Files.writeString(stationFile(POLLUX), station(POLLUX, 2, 1) + stations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String station(String name, int own, int partner) {
        return """
                station: %1$s
                endpoints: [{host: 10.77.1.%2$d, port: 4840, bind: 0.0.0.0, security: [none, sign-and-encrypt]}]
                partner:
                  links:
                    - {name: main, kind: main, url: "opc.tcp://10.77.1.%3$d:4840/pollux"}
                    - {name: status, kind: status, url: "opc.tcp://10.77.2.%3$d:4840/pollux", bind: 10.77.2.%2$d}
                network: {adapters: [eth0], hosts: ["10.77.1.10:5020", 10.77.1.20]}
                data: data/%1$s
                """.formatted(name, own, partner);
    }

    @Override
    public void close() {
        processes.values().forEach(JavaProcess::close);
        ground.close();
    }
}
