package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.Pollux;
import dev.pollux.testkit.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that a new user runs. */
class DemoTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path directory = Path.of("set by JUnit");

    private JavaProcess demo(String... options) {
        List<String> command = new java.util.ArrayList<>(
                List.of(ROOT.resolve("cli/target/dist/pollux/bin/pollux").toString(), "demo", "--plain"));
        command.addAll(List.of(options));
        return JavaProcess.start("demo", directory, command);
    }

    @Test
    void theScriptedDemoLosesNothingAndEndsWithTheRightRoles() {
        String script = "kill-master@4s,restart@8s,switchover@26s,write:Intake.T100.LevelSetpoint=2.5@28s";
        try (JavaProcess demo = demo("--port-base", "27000", "--for", "32s", "--script", script)) {
            assertThat(demo.awaitExit(Duration.ofSeconds(150)))
                    .as(demo.output())
                    .isZero();
            assertThat(demo.output()).contains("0 lost").contains("result");
        }
    }

    // A typing error must not cost a minute of waiting first.
    @Test
    void aWrongScriptIsRefusedBeforeAnythingStarts() {
        try (JavaProcess demo = demo("--for", "10s", "--script", "kil-master@4s")) {
            assertThat(demo.awaitExit(Duration.ofSeconds(30))).isEqualTo(64);
            assertThat(demo.output()).contains("kil-master").doesNotContain("starting");
        }
    }

    @Test
    void nothingIsLeftRunningWhenTheDemoIsKilled() {
        try (JavaProcess demo = demo("--port-base", "27100", "--for", "60s")) {
            demo.awaitOutput("waiting until the pair is ready", WirePair.START_LIMIT);
            List<ProcessHandle> children =
                    ProcessHandle.of(demo.pid()).orElseThrow().descendants().toList();
            assertThat(children).as("control").isNotEmpty();

            demo.kill();

            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void helpNamesEveryCommand() {
        try (JavaProcess help = JavaProcess.start("help", directory, Pollux.class.getName(), List.of("--help"))) {
            assertThat(help.awaitExit(Duration.ofSeconds(30))).isZero();
            assertThat(help.output())
                    .contains("serve", "demo", "check", "status", "watch", "switchover", "read", "write", "browse");
        }
    }
}
