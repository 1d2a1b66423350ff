package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about a real pair, as text and on a real pseudo-terminal, while its stations go. */
class DiagPairTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LEAVE_SCREEN = "\u001b[?1049l";
    private static final String SHOW_CURSOR = "25h";

    @TempDir
    Path directory = Path.of("set by JUnit");

    private PseudoTerminal watch(LivePair pair, String name) throws IOException {
        return watch(pair.urls("5s"), name);
    }

    private PseudoTerminal watch(List<String> urls, String name) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("diag", "--watch"));
        arguments.addAll(urls);
        return new PseudoTerminal(
                Files.createDirectory(directory.resolve(name)),
                JavaProcess.command("dev.pollux.cli.Pollux", arguments));
    }

    @Test
    void thePageFollowsThePairAndTheTerminalIsAsBeforeAfterwards() throws Exception {
        try (LivePair pair = new LivePair(directory, 24_210, file -> file)) {
            await().atMost(PATIENCE).until(() -> pair.run("5s", "diag").out().contains("Standby, term"));

            Run page = pair.run("5s", "diag", "--watch");
            assertThat(page.exitCode()).as("no terminal, so once and plain").isZero();
            assertThat(page.out())
                    .contains("CASTOR  opc.tcp://", "POLLUX  opc.tcp://", "Master: ", "1 NoData: no device connected")
                    .contains("0 of 2 connected", "PLC1 is not connected", "round trip", "Latest messages", "1012241")
                    .doesNotContain("\u001b");
            Run explained = pair.run("5s", "level", "explain");
            assertThat(explained.exitCode()).isZero();
            assertThat(explained.out())
                    .contains("level 1, NoData: no device connected", "<- decides", "without devices it would be");

            try (PseudoTerminal terminal = watch(pair, "first")) {
                terminal.awaitScreen("CASTOR", "POLLUX", "Standby", "Latest messages", "q quit");
                terminal.resize(60, 20);
                await().atMost(PATIENCE).until(() -> terminal.output().contains("more lines"));
                pair.station(1).kill();
                terminal.awaitScreen("NOT REACHABLE", "Master: CASTOR", "Partner station POLLUX failed");
                pair.station(0).kill();
                terminal.awaitScreen("Master: none");

                terminal.type("q");

                assertRestored(terminal);
            }
            assertThat(pair.run("5s", "diag").exitCode()).as("nobody answers").isEqualTo(2);

            // Nobody answers when it starts, and only one address is known: it finds the other station by itself.
            try (PseudoTerminal terminal = watch(List.of("--url", pair.url(0), "--timeout", "5s"), "second")) {
                terminal.awaitScreen("NOT REACHABLE", "Master: none", "localhost:24210");
                assertThat(terminal.output()).doesNotContain("(unknown)", "POLLUX");

                pair.start(0);
                pair.start(1);
                terminal.awaitScreen("CASTOR", "POLLUX", "localhost:24211", "Standby");

                terminal.type("\u0003");

                assertRestored(terminal);
            }
        }
    }

    private static void assertRestored(PseudoTerminal terminal) {
        assertThat(terminal.awaitExit()).isZero();
        assertThat(terminal.settings("after")).isEqualTo(terminal.settings("before"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            String output = terminal.output();
            assertThat(output.lastIndexOf(LEAVE_SCREEN)).isGreaterThan(output.lastIndexOf("q quit"));
            assertThat(output.lastIndexOf(SHOW_CURSOR)).isGreaterThan(output.lastIndexOf("q quit"));
        });
    }
}
