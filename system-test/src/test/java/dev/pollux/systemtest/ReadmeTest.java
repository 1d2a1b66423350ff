package dev.pollux.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new user has the README only: its commands are run as they stand there. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path directory = Path.of("set by JUnit");

    private final List<JavaProcess> running = new ArrayList<>();

    @AfterEach
    void endWhatRuns() {
        running.forEach(JavaProcess::close);
    }

    private static List<String> shellBlocks(String heading) throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String section = readme.substring(readme.indexOf("## " + heading) + 3);
        Matcher block = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(section.substring(0, section.indexOf("\n## ")));
        List<String> blocks = new ArrayList<>();
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    /** The checkout is not to be written into; what `make build` makes is there already. */
    private JavaProcess shell(String name, Path where, String script) {
        String prepared = script.replace("make build\n", "")
                .replace("$PWD/cli", ROOT.resolve("cli").toString())
                .replace("cp -r examples", "cp -r " + ROOT.resolve("examples"));
        String path = "export PATH=\"" + ROOT.resolve("cli/target/dist/pollux/bin") + ":$PATH\"\n";
        return JavaProcess.start(name, where, List.of("bash", "-euc", path + prepared));
    }

    @Test
    void aProjectOfYourOwnWorksAsItIsWritten() throws IOException {
        List<String> blocks = shellBlocks("A project of your own");
        assertThat(blocks).hasSize(3);
        try (JavaProcess preparation = shell("prepare", directory, blocks.get(0))) {
            assertThat(preparation.awaitExit(LIMIT)).as(preparation.output()).isZero();
        }
        Path plant = directory.resolve("plant");
        for (String server : blocks.get(1).lines().toList()) {
            JavaProcess process = shell("server" + running.size(), plant, "exec " + server);
            running.add(process);
            process.awaitOutput("(?m)^ready", LIMIT);
        }
        // A person takes a moment to change the terminal; the script waits until the pair has found itself.
        try (JavaProcess wait = shell("wait", plant, "until pollux status >/dev/null; do :; done")) {
            assertThat(wait.awaitExit(LIMIT)).isZero();
        }
        int number = 0;
        for (String command : blocks.get(2).lines().toList()) {
            try (JavaProcess process = shell("command" + number++, plant, command)) {
                assertThat(process.awaitExit(LIMIT))
                        .as(command + "\n" + process.output())
                        .isZero();
                assertThat(process.output()).as(command).isNotBlank();
            }
        }
    }
}
