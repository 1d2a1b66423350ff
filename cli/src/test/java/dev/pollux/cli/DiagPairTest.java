package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about a real pair, as text and on a real pseudo-terminal, while its stations go. */
class DiagPairTest {
    private static final List<String> URLS = List.of(
            "--url",
            "opc.tcp://localhost:24210/pollux",
            "--url",
            "opc.tcp://localhost:24211/pollux",
            "--timeout",
            "5s");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LEAVE_SCREEN = "\u001b[?1049l";
    private static final String SHOW_CURSOR = "25h";

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final List<JavaProcess> stations = new ArrayList<>();

    private void startPair() throws IOException {
        Path project = Example.copyTo(directory);
        for (String name : List.of("castor.yaml", "pollux.yaml", "project.yaml")) {
            Path each = project.resolve(name);
            // No plant: the devices stay disconnected, so there is something to explain.
            Files.writeString(
                    each,
                    Files.readString(each)
                            .replace("4840", "24210")
                            .replace("4841", "24211")
                            .replace("5020", "24212"));
        }
        String castor = project.resolve("castor.yaml").toString();
        String pollux = project.resolve("pollux.yaml").toString();
        Run.of("trust", "--project", project.toString(), "--pair", castor, pollux);
        for (String station : List.of(castor, pollux)) {
            stations.add(JavaProcess.start(
                    "station" + stations.size(),
                    directory,
                    "dev.pollux.cli.Pollux",
                    List.of("serve", "--project", project.toString(), "--station", station)));
        }
        stations.forEach(each -> each.awaitOutput("(?m)^ready", PATIENCE));
    }

    private static Run pollux(String... arguments) {
        return Run.of(Stream.concat(Arrays.stream(arguments), URLS.stream()).toArray(String[]::new));
    }

    private PseudoTerminal watch(String name) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("diag", "--watch"));
        arguments.addAll(URLS);
        return new PseudoTerminal(
                Files.createDirectory(directory.resolve(name)),
                JavaProcess.command("dev.pollux.cli.Pollux", arguments));
    }

    @Test
    void thePageFollowsThePairAndTheTerminalIsAsBeforeAfterwards() throws Exception {
        try {
            startPair();
            await().atMost(PATIENCE).until(() -> pollux("diag").out().contains("Standby, term"));

            Run page = pollux("diag", "--watch");
            assertThat(page.exitCode()).as("no terminal, so once and plain").isZero();
            assertThat(page.out())
                    .contains("CASTOR  opc.tcp://", "POLLUX  opc.tcp://", "Master: ", "1 NoData: no device connected")
                    .contains("0 of 2 connected", "PLC1 is not connected", "round trip", "Latest messages", "1012241")
                    .doesNotContain("\u001b");
            Run explained = pollux("level", "explain");
            assertThat(explained.exitCode()).isZero();
            assertThat(explained.out())
                    .contains("level 1, NoData: no device connected", "<- decides", "without devices it would be");

            try (PseudoTerminal terminal = watch("first")) {
                terminal.awaitScreen("CASTOR", "POLLUX", "Standby", "Latest messages", "q quit");
                terminal.resize(60, 20);
                await().atMost(PATIENCE).until(() -> terminal.output().contains("more lines"));
                stations.get(1).kill();
                terminal.awaitScreen("NOT REACHABLE", "Master: CASTOR", "Partner station POLLUX failed");
                stations.get(0).kill();
                terminal.awaitScreen("Master: none");

                terminal.type("q");

                assertRestored(terminal);
            }
            try (PseudoTerminal terminal = watch("second")) {
                terminal.awaitScreen("NOT REACHABLE", "Master: none");

                terminal.type("\u0003");

                assertRestored(terminal);
            }
            assertThat(pollux("diag").exitCode()).as("nobody answers").isEqualTo(2);
        } finally {
            stations.forEach(JavaProcess::close);
        }
    }

    private static void assertRestored(PseudoTerminal terminal) throws IOException, InterruptedException {
        assertThat(terminal.awaitExit()).isZero();
        assertThat(terminal.settings("after")).isEqualTo(terminal.settings("before"));
        String output = terminal.output();
        assertThat(output.lastIndexOf(LEAVE_SCREEN)).isGreaterThan(output.lastIndexOf("q quit"));
        assertThat(output.lastIndexOf(SHOW_CURSOR)).isGreaterThan(output.lastIndexOf("q quit"));
    }
}
