package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.server.project.Project;
import dev.pollux.server.project.ProjectReader;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.project.StationReader;
import dev.pollux.server.source.block.PlcAddresses;
import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The compose file, as far as it can be run without a container engine: it is parsed, and each of its commands is run
 * natively, with the containers' names as addresses of the loopback network and the volumes as directories.
 */
class ComposeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Map<String, String> HOSTS =
            Map.of("plant", "127.0.4.1", "castor", "127.0.4.2", "pollux", "127.0.4.3");

    @TempDir
    Path directory = Path.of("set by JUnit");

    private static Object services() throws IOException {
        return services("docker-compose.yml");
    }

    private static Object services(String name) throws IOException {
        Object file = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(ROOT.resolve(name)));
        return entry(file, "services");
    }

    private static List<String> names(Object services) {
        return ((Map<?, ?>) services).keySet().stream().map(Object::toString).toList();
    }

    private static Object entry(Object node, String key) {
        return Objects.requireNonNull(((Map<?, ?>) node).get(key), key);
    }

    /** What stands in the image, on this machine. */
    private List<String> command(String service) throws IOException {
        Path home = ROOT.resolve("cli/target/dist/pollux");
        assertThat(home.resolve("bin/pollux")).as("built by the module cli").exists();
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/pollux").toString()));
        for (Object word : (List<?>) entry(entry(services(), service), "command")) {
            command.add(word.toString()
                    .replace(
                            "/opt/pollux/examples",
                            directory.resolve("examples").toString()));
        }
        return command;
    }

    /** The containers' files: examples as in the image, volumes below this test's directory. */
    private void layOut() throws IOException {
        for (String example : List.of("waterworks/tags", "compose")) {
            Path from = ROOT.resolve("examples").resolve(example);
            Path to = Files.createDirectories(directory.resolve("examples").resolve(example));
            try (var files = Files.list(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file)
                            .replace(
                                    "/var/lib/pollux",
                                    directory.resolve("volumes").toString());
                    Files.writeString(to.resolve(String.valueOf(file.getFileName())), text);
                }
            }
        }
        Files.createSymbolicLink(
                directory.resolve("examples/compose/tags"), directory.resolve("examples/waterworks/tags"));
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        HOSTS.forEach((name, address) ->
                hosts.append(address).append(' ').append(name).append('\n'));
        Files.writeString(directory.resolve("hosts"), hosts);
    }

    private JavaProcess run(String service) throws IOException {
        return run(service, command(service));
    }

    private JavaProcess run(String name, List<String> command) {
        List<String> withHosts = new ArrayList<>(
                List.of("env", "POLLUX_JAVA_OPTS=-Xmx256m -Djdk.net.hosts.file=" + directory.resolve("hosts")));
        withHosts.addAll(command);
        return JavaProcess.start(name, directory, withHosts);
    }

    /** What an operator in a third container would be told; empty until both stations are there. */
    private String status() throws IOException {
        Files.deleteIfExists(directory.resolve("status.out"));
        String pollux = ROOT.resolve("cli/target/dist/pollux/bin/pollux").toString();
        List<String> command = List.of(
                pollux, "status", "--url", "opc.tcp://castor:4840/pollux", "--url", "opc.tcp://pollux:4841/pollux");
        try (JavaProcess status = run("status", command)) {
            return status.awaitExit(WirePair.START_LIMIT) == 0 ? status.output() : "";
        }
    }

    // Two copies of one project: they must not drift apart.
    @Test
    void theProjectOfTheComposeFileIsTheExampleWithOtherAddresses() throws IOException {
        String example = Files.readString(ROOT.resolve("examples/waterworks/project.yaml"));

        assertThat(Files.readString(ROOT.resolve("examples/compose/project.yaml")))
                .isEqualTo(example.replace("127.0.0.1", "plant"));
    }

    // What waits for a healthy service waits for ever if that has no health check.
    @Test
    void everyServiceThatOthersWaitForSaysWhenItIsReady() throws IOException {
        Map<String, Object> all = new HashMap<>();
        for (String file : List.of("docker-compose.yml", "docker-compose.influxdb.yml")) {
            Object services = services(file);
            for (String name : names(services)) {
                Map<?, ?> service = (Map<?, ?>) entry(services, name);
                if (service.containsKey("image")) {
                    all.put(name, service);
                }
                if (service.get("depends_on") instanceof Map<?, ?> needed) {
                    needed.forEach((other, condition) -> {
                        Object otherService = Objects.requireNonNull(
                                all.getOrDefault(other, entryOrNull(services, other)), "no service " + other);
                        if (entry(condition, "condition").equals("service_healthy")) {
                            assertThat(((Map<?, ?>) otherService).get("healthcheck"))
                                    .as("health check of %s, for which %s waits", other, name)
                                    .isNotNull();
                        }
                    });
                }
            }
        }
        assertThat(all).containsKeys("plant", "castor", "pollux", "influxdb-castor", "influxdb-pollux");
    }

    private static @Nullable Object entryOrNull(Object node, Object key) {
        return ((Map<?, ?>) node).get(key);
    }

    // The station files of the overlay are read by the station's own reader; each has a database of its own, of a
    // version
    // that is pinned, and the password that its container is given.
    @Test
    void withTheOverlayEachStationArchivesInItsOwnInfluxDb() throws IOException {
        Object services = services("docker-compose.influxdb.yml");
        Project project = new ProjectReader(new PlcAddresses()::fault)
                .read(ROOT.resolve("examples/compose"))
                .orThrow();
        for (String station : List.of("castor", "pollux")) {
            List<?> command = (List<?>) entry(entry(services, station), "command");
            String file = command.get(command.size() - 1).toString().replace("/opt/pollux", ROOT.toString());
            StationConfig config =
                    new StationReader().read(Path.of(file), project).orThrow();
            StationConfig.ArchiveStore store = config.archive();

            assertThat(config.station()).isEqualTo(station.toUpperCase(Locale.ROOT));
            assertThat(store.engine()).isEqualTo(StationConfig.ArchiveStore.Engine.INFLUXDB);
            assertThat(store.influx().orElseThrow().url()).isEqualTo("http://influxdb-" + station + ":8086");
            assertThat(store.influx().orElseThrow().password().orElseThrow().variable())
                    .hasValueSatisfying(name -> assertThat((Map<?, ?>) entry(entry(services, station), "environment"))
                            .satisfies(
                                    given -> assertThat(given.containsKey(name)).isTrue()));
            assertThat(entry(entry(services, "influxdb-castor"), "image")).isEqualTo("influxdb:1.8");
            assertThat(names(services)).contains("influxdb-" + station);
        }
    }

    @Test
    void everyCommandOfTheComposeFileRunsAndThePairAgrees() throws Exception {
        layOut();
        assertThat(names(services())).containsExactlyInAnyOrder("plant", "trust", "castor", "pollux");
        try (JavaProcess trust = run("trust")) {
            assertThat(trust.awaitExit(WirePair.START_LIMIT)).as(trust.output()).isZero();
        }
        try (JavaProcess plant = run("plant")) {
            plant.awaitOutput("(?m)^ready", WirePair.START_LIMIT);
            try (JavaProcess castor = run("castor");
                    JavaProcess pollux = run("pollux")) {
                castor.awaitOutput("(?m)^ready", WirePair.START_LIMIT);
                pollux.awaitOutput("(?m)^ready", WirePair.START_LIMIT);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(100))
                        .untilAsserted(() -> assertThat(status()).contains("Master", "Standby"));
                pollux.terminate();
                assertThat(pollux.awaitExit(Duration.ofSeconds(10))).isZero();
            }
        }
    }
}
