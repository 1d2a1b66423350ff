package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.cli.Pollux;
import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A plant and two stations, each a process of its own, with the example project on ports of its own. */
final class WirePair implements AutoCloseable {
    static final String CASTOR = "CASTOR";
    static final String POLLUX = "POLLUX";
    static final List<String> BOTH = List.of(CASTOR, POLLUX);
    /** Generous: continuous integration has two cores for everything. */
    static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final String READY = "(?m)^ready";

    private final Path directory;
    private final int portBase;
    private final Map<String, JavaProcess> processes = new HashMap<>();
    private List<String> options = List.of();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private WirePair(Path directory, int portBase) {
        this.directory = directory;
        this.portBase = portBase;
    }

    /** Starts everything and waits until there is a Master and a Standby. */
    static WirePair start(Path directory, int portBase) {
        WirePair pair = new WirePair(directory, portBase);
        try {
            pair.writeProject(project -> project);
            pair.run(
                    "trust", "--project", pair.project(), "--pair", pair.stationFile(CASTOR), pair.stationFile(POLLUX));
            pair.startPlant();
            BOTH.forEach(pair::startStation);
            pair.awaitMasterAndStandby();
            return pair;
        } catch (RuntimeException | AssertionError e) {
            pair.close();
            throw e;
        }
    }

    /**
     * The same in another mode than Hot, with CASTOR as Master; {@code PLC1} takes one connection. Returns when CASTOR
     * knows POLLUX as Standby.
     */
    static WirePair startInMode(Path directory, int portBase, String mode) {
        WirePair pair = new WirePair(directory, portBase);
        try {
            pair.writeProject(project -> project.replace("redundancy:\n", "redundancy:\n  mode: " + mode + "\n")
                    .replace("startup-wait: 3s", "startup-wait: 60s")
                    .replace("    unit: 1\n", "    unit: 1\n    connection: master-only\n"));
            pair.options = List.of("-XX:TieredStopAtLevel=1");
            pair.run(
                    "trust", "--project", pair.project(), "--pair", pair.stationFile(CASTOR), pair.stationFile(POLLUX));
            pair.launchPlant();
            BOTH.forEach(pair::launchStation);
            pair.processes.values().forEach(process -> process.awaitOutput(READY, START_LIMIT));
            pair.awaitStandbyBeside(CASTOR);
            return pair;
        } catch (RuntimeException | AssertionError e) {
            pair.close();
            throw e;
        }
    }

    /** Waits until a station leads and knows the other one as Standby. */
    void awaitStandbyBeside(String master) {
        await().atMost(START_LIMIT).ignoreExceptions().untilAsserted(() -> {
            try (StationProbe probe = StationProbe.connect(url(master))) {
                assertThat(probe.value("@RM_MASTER")).isEqualTo("true");
                assertThat(probe.value("Pollux/Redundancy/PartnerState")).isEqualTo("2");
                assertThat(probe.serviceLevel()).isEqualTo(255);
            }
        });
    }

    private void writeProject(UnaryOperator<String> change) {
        try {
            Path example = Path.of("..", "examples", "waterworks");
            Path tags = Files.createDirectories(directory.resolve("project/tags"));
            try (Stream<Path> files = Files.list(example.resolve("tags"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, tags.resolve(String.valueOf(file.getFileName())));
                }
            }
            String project =
                    Files.readString(example.resolve("project.yaml")).replace("5020", Integer.toString(plantPort()));
            Files.writeString(directory.resolve("project/project.yaml"), change.apply(project));
            for (String station : BOTH) {
                Files.writeString(Path.of(stationFile(station)), """
                        station: %s
                        endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [none, sign-and-encrypt]}]
                        partner: {links: [{name: main, kind: main, url: "%s"}]}
                        data: data/%s
                        """.formatted(
                                station, port(station), url(other(station)), station));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String project() {
        return directory.resolve("project").toString();
    }

    private String stationFile(String station) {
        return directory.resolve(station + ".yaml").toString();
    }

    int plantPort() {
        return portBase + 20;
    }

    int port(String station) {
        return portBase + 40 + BOTH.indexOf(station);
    }

    String url(String station) {
        return "opc.tcp://localhost:" + port(station) + "/pollux";
    }

    static String other(String station) {
        return station.equals(CASTOR) ? POLLUX : CASTOR;
    }

    void startPlant() {
        launchPlant().awaitOutput(READY, START_LIMIT);
    }

    private JavaProcess launchPlant() {
        return launch("plant", "simulate", "--port", Integer.toString(plantPort()), "--seed", "1");
    }

    /** Starts a station and waits until clients can connect. */
    void startStation(String station) {
        launchStation(station).awaitOutput(READY, START_LIMIT);
    }

    private JavaProcess launchStation(String station) {
        return launch(station, "serve", "--project", project(), "--station", stationFile(station));
    }

    private JavaProcess launch(String name, String... arguments) {
        Path output = directory.resolve(name + ".out");
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JavaProcess process = JavaProcess.start(
                name, directory, JavaProcess.command(options, Pollux.class.getName(), List.of(arguments)));
        processes.put(name, process);
        return process;
    }

    /** Runs one command to its end and gives what it printed. */
    String run(String... arguments) {
        try (JavaProcess process =
                JavaProcess.start("command", directory, Pollux.class.getName(), List.of(arguments))) {
            int code = process.awaitExit(START_LIMIT);
            assertThat(code).as(process.output()).isZero();
            return process.output();
        }
    }

    JavaProcess process(String name) {
        JavaProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    /** A plain session to one station, without any failover; closed with the pair. */
    StationProbe probe(String station) {
        StationProbe probe = StationProbe.connect(url(station));
        opened.push(probe);
        return probe;
    }

    /** Name of the Master, by the word of a station that is alive. */
    String master(String askedStation) {
        try (StationProbe probe = StationProbe.connect(url(askedStation))) {
            return String.valueOf(probe.value("@RM_MASTER_NAME"));
        }
    }

    /** Waits until both stations agree on one Master and the other is Standby. */
    void awaitMasterAndStandby() {
        await().atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    String leader = master(CASTOR);
                    assertThat(BOTH).contains(leader);
                    assertThat(master(POLLUX)).isEqualTo(leader);
                    try (StationProbe probe = StationProbe.connect(url(other(leader)))) {
                        assertThat(probe.value("Pollux/Redundancy/State")).isEqualTo("STANDBY");
                        assertThat(probe.serviceLevel()).isEqualTo(229);
                    }
                });
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        processes.values().forEach(JavaProcess::close);
    }
}
