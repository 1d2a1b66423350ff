package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pollux.cli.Pollux;
import dev.pollux.server.security.PasswordHash;
import dev.pollux.testkit.process.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that shares no line of code with Pollux, node-opcua, works with a real pair. What the client does and
 * expects stands in the folder {@code interop}; here the plant and the stations are started around it.
 */
class InteropTest {
    private static final List<String> STATIONS = List.of("CASTOR", "POLLUX");
    private static final Map<String, String> PASSWORDS =
            Map.of("observer", "see it", "operator", "do it", "supervisor", "lead it");
    private static final int PLANT_PORT = 26_020;
    private static final int FIRST_PORT = 26_040;
    /** What is added to a station's port on its other addresses. */
    private static final int SECOND_NETWORK = 10;

    private static final int PARTNER_NETWORK = 12;
    private static final Path INTEROP =
            Path.of("..", "interop").toAbsolutePath().normalize();
    private static final Path EXAMPLE = Path.of("..", "examples", "waterworks");
    /** Generous: continuous integration has two cores for everything. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Duration CLIENT_LIMIT = Duration.ofMinutes(4);
    private static final Pattern REJECTED = Pattern.compile("([0-9a-f]{40})  .*Interop");

    @TempDir
    private Path directory = Path.of("");

    private final Map<String, JavaProcess> processes = new LinkedHashMap<>();

    @BeforeEach
    void nodeIsThere() {
        assertThat(onPath("node"))
                .as("Node.js is missing: run `make test-tools`, which installs what the tests need")
                .isTrue();
        assertThat(INTEROP.resolve("node_modules/node-opcua-client/package.json"))
                .as("the client's npm packages are missing: run `make test-tools`, or `npm ci` in the folder interop")
                .exists();
    }

    @AfterEach
    void end() {
        processes.values().forEach(JavaProcess::close);
    }

    // The pair as one tries it out: everything that a client does, up to the end of both stations.
    @Test
    void aForeignClientWorksWithAnOpenPair() throws Exception {
        startPair("supervisor", "none, sign, sign-and-encrypt", true);

        runClient("open.test.js", "watch.test.js", "history.test.js");
        runClient("ending.test.js");

        assertThat(process("POLLUX").awaitExit(LIMIT)).isZero();
    }

    // The pair as a plant has it: nothing without security, nobody without a name, no client that is not trusted.
    @Test
    void aForeignClientWorksWithASecuredPairOnceItIsTrusted() throws Exception {
        startPair("none", "sign, sign-and-encrypt", false);

        runClient("stranger.test.js");
        trustTheClient();
        runClient("secured.test.js");
    }

    // A set of a primary and its backup on two networks; the partners talk on a third one that is no client's business.
    @Test
    void aForeignClientSeesABackupSetOnTwoNetworks() throws Exception {
        writeProject("observer", "mode: backup");
        for (String station : STATIONS) {
            int port = port(station);
            Files.writeString(Path.of(stationFile(station)), """
                    station: %s
                    endpoints:
                      - {host: localhost, port: %d, bind: 127.0.0.1, security: [none]}
                      - {host: 127.0.0.1, port: %d, bind: 127.0.0.1, security: [none]}
                      - {host: 127.0.0.2, port: %d, bind: 127.0.0.2, partner-only: true}
                    partner: {links: [{name: main, kind: main, url: "opc.tcp://127.0.0.2:%d/pollux"}]}
                    data: data/%s
                    security: {trust-unknown-clients: true}
                    """.formatted(
                            station,
                            port,
                            port + SECOND_NETWORK,
                            port + PARTNER_NETWORK,
                            port(STATIONS.get(1 - STATIONS.indexOf(station))) + PARTNER_NETWORK,
                            station));
        }
        launchPair();

        runClient("backup.test.js");
    }

    private void startPair(String anonymous, String security, boolean trustUnknown) throws IOException {
        writeProject(anonymous, "mode: hot");
        for (String station : STATIONS) {
            Files.writeString(Path.of(stationFile(station)), """
                    station: %s
                    endpoints: [{host: localhost, port: %d, bind: 127.0.0.1, security: [%s]}]
                    partner: {links: [{name: main, kind: main, url: "%s"}]}
                    data: data/%s
                    security: {trust-unknown-clients: %b}
                    """.formatted(
                            station,
                            port(station),
                            security,
                            url(STATIONS.get(1 - STATIONS.indexOf(station))),
                            station,
                            trustUnknown));
        }
        launchPair();
    }

    private void launchPair() {
        command("trust", "--project", project(), "--pair", stationFile("CASTOR"), stationFile("POLLUX"));
        launch("plant", "simulate", "--port", Integer.toString(PLANT_PORT), "--seed", "1");
        STATIONS.forEach(
                station -> launch(station, "serve", "--project", project(), "--station", stationFile(station)));
        processes.values().forEach(each -> each.awaitOutput("(?m)^ready", LIMIT));
        STATIONS.forEach(each -> process(each).awaitOutput("Link main .* is up", LIMIT));
    }

    /** The example with other ports and named users, and with time enough that a slow machine changes no role. */
    private void writeProject(String anonymous, String mode) throws IOException {
        Path tags = Files.createDirectories(directory.resolve("project/tags"));
        try (Stream<Path> files = Files.list(EXAMPLE.resolve("tags"))) {
            for (Path file : files.toList()) {
                Files.copy(file, tags.resolve(String.valueOf(file.getFileName())));
            }
        }
        StringBuilder project = new StringBuilder(Files.readString(EXAMPLE.resolve("project.yaml"))
                .replace("port: 5020", "port: " + PLANT_PORT)
                .replace("redundancy:\n", "redundancy:\n  " + mode + "\n")
                .replace("startup-wait: 3s", "startup-wait: 60s")
                .replace("fail-after: 1s", "fail-after: 5s")
                .replace("request-timeout: 500ms", "request-timeout: 5s")
                .replace("mode: cyclic, interval: 1s", "mode: on-change")
                .replace("anonymous: supervisor", "anonymous: " + anonymous));
        project.append("\n  accounts:\n");
        PASSWORDS.forEach((name, password) -> project.append("    - {name: %s, role: %s, password-hash: \"%s\"}%n"
                .formatted(name, name, PasswordHash.hash(password.toCharArray()))));
        Files.writeString(directory.resolve("project/project.yaml"), project);
    }

    /** As an administrator does it: looks who was turned away, and trusts that one. */
    private void trustTheClient() {
        String rejected = command("trust", "--project", project(), "--station", stationFile("CASTOR"));
        Matcher client = REJECTED.matcher(rejected);
        assertThat(client.find()).as(rejected).isTrue();
        String thumbprint = String.valueOf(client.group(1));
        for (String station : STATIONS) {
            String trusted = command("trust", "--project", project(), "--station", stationFile(station), thumbprint);
            assertThat(trusted).contains(station + " trusts " + thumbprint);
        }
    }

    private void runClient(String... files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "--test", "--test-force-exit", "--test-reporter=spec"));
        command.addAll(List.of(files));
        Path output = directory.resolve("client.out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(INTEROP.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment());
        Process client = builder.start();
        try {
            boolean ended = client.waitFor(CLIENT_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended || client.exitValue() != 0) {
                fail("the client %s; its output:%n%s%n%s", ended ? "failed" : "did not end", read(output), stations());
            }
        } finally {
            client.descendants().forEach(ProcessHandle::destroyForcibly);
            client.destroyForcibly();
        }
    }

    private Map<String, String> environment() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        List<Map<String, Object>> stations = STATIONS.stream()
                .map(station -> Map.<String, Object>of(
                        "name", station,
                        "url", url(station),
                        "secondUrl", "opc.tcp://127.0.0.1:" + (port(station) + SECOND_NETWORK) + "/pollux",
                        "pid", process(station).pid(),
                        "certificate",
                                directory
                                        .resolve("data/" + station + "/pki/own/station.der")
                                        .toString()))
                .toList();
        return Map.of(
                "POLLUX_STATIONS", json.writeValueAsString(stations),
                "POLLUX_PASSWORDS", json.writeValueAsString(PASSWORDS),
                "POLLUX_TAGS", directory.resolve("project/tags").toString(),
                "POLLUX_CLIENT_PKI", directory.resolve("client-pki").toString());
    }

    private JavaProcess process(String name) {
        return Objects.requireNonNull(processes.get(name), name);
    }

    private String stations() {
        StringBuilder text = new StringBuilder();
        processes.forEach(
                (name, process) -> text.append("--- ").append(name).append('\n').append(process.output()));
        return text.toString();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    private void launch(String name, String... arguments) {
        processes.put(name, JavaProcess.start(name, directory, javaCommand(arguments)));
    }

    /** Runs a command of Pollux to its end and gives what it has printed since the test began. */
    private String command(String... arguments) {
        try (JavaProcess command = JavaProcess.start("command", directory, javaCommand(arguments))) {
            int code = command.awaitExit(LIMIT);
            String output = command.output();
            assertThat(code).as(output).isZero();
            return output;
        }
    }

    /** Compiled quickly rather than well: these processes live for seconds. */
    private static List<String> javaCommand(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Pollux.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean onPath(String program) {
        return Arrays.stream(String.valueOf(System.getenv("PATH")).split(Pattern.quote(File.pathSeparator)))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private String project() {
        return directory.resolve("project").toString();
    }

    private String stationFile(String station) {
        return directory.resolve(station + ".yaml").toString();
    }

    private static int port(String station) {
        return FIRST_PORT + STATIONS.indexOf(station);
    }

    private static String url(String station) {
        return "opc.tcp://localhost:" + port(station) + "/pollux";
    }
}
