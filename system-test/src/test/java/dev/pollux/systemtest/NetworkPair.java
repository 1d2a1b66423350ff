package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.Pollux;
import dev.pollux.testkit.network.Host;
import dev.pollux.testkit.network.PairGround;
import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A plant and two stations, each a process on a host of its own, joined by a plant network and a status network. */
final class NetworkPair implements AutoCloseable {
    static final String CASTOR = "CASTOR";
    static final String POLLUX = "POLLUX";
    private static final int PORT = 4840;
    private static final int PLANT_PORT = 5020;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final int windowBase;
    private final PairGround ground = PairGround.open();
    private final Map<String, JavaProcess> processes = new HashMap<>();

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
        NetworkPair pair = new NetworkPair(directory, windowBase);
        try {
            pair.writeFiles(project);
            pair.trust();
            pair.launch("plant", pair.ground.devices(), "simulate", "--bind", "0.0.0.0", "--seed", "1");
            pair.startStation(CASTOR);
            pair.startStation(POLLUX);
            pair.ground.castor().window(pair.window(CASTOR), "127.0.0.1", PORT);
            pair.ground.pollux().window(pair.window(POLLUX), "127.0.0.1", PORT);
            return pair;
        } catch (RuntimeException | AssertionError e) {
            pair.close();
            throw e;
        }
    }

    PairGround ground() {
        return ground;
    }

    private int window(String station) {
        return windowBase + (station.equals(CASTOR) ? 0 : 1);
    }

    /** A session that does not depend on any cable. */
    StationProbe probe(String station) {
        return StationProbe.connectThrough(window(station), "/pollux");
    }

    /** The same for one who waits a minute for an answer. */
    StationProbe patientProbe(String station) {
        return StationProbe.connectThrough(window(station), "/pollux", 60_000);
    }

    void startStation(String station) {
        launch(
                station,
                station.equals(CASTOR) ? ground.castor() : ground.pollux(),
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

    private void launch(String name, Host host, String... arguments) {
        JavaProcess process = host.java(name, directory, Pollux.class.getName(), List.of(arguments));
        processes.put(name, process);
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

    private void writeFiles(UnaryOperator<String> project) {
        Path example = Path.of("..", "examples", "waterworks");
        try {
            Path tags = Files.createDirectories(directory.resolve("project/tags"));
            try (Stream<Path> files = Files.list(example.resolve("tags"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, tags.resolve(String.valueOf(file.getFileName())));
                }
            }
            Files.writeString(
                    directory.resolve("project/project.yaml"),
                    project.apply(Files.readString(example.resolve("project.yaml"))
                            .replace("host: 127.0.0.1", "host: 10.77.1.10")
                            .replace("port: 5020", "port: " + PLANT_PORT)));
            Files.writeString(stationFile(CASTOR), station(CASTOR, 1, 2));
            Files.writeString(stationFile(POLLUX), station(POLLUX, 2, 1));
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
