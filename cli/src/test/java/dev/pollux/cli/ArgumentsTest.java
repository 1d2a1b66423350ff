package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.pair.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slip on the command line costs one line that names option, value and rule, and nothing is done. */
class ArgumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "watch --for 3x                        | '3x' must be a time like 500ms, 60s, 2m or 1h",
                "watch --for 0s                        | '0s' must be at least 1ms",
                "watch --for 25h                       | '25h' must be at least 1ms and at most 24h",
                "watch --interval 1ms                  | --interval '1ms' must be 10ms to 1h",
                "simulate --port 70000                 | --port '70000' must be 1 to 65535",
                "simulate --port x                     | '--port'",
                "status --url localhost:4840  | --url 'localhost:4840' must look like opc.tcp://host:4840/pollux",
                "status --security high                | 'high' must be none, sign or sign-and-encrypt",
                "status --timeout 5ms                  | --timeout '5ms' must be 100ms to 60s",
                "status --nonsense                     | '--nonsense'",
                "browse --depth 0                      | --depth '0' must be 1 to 20",
                "write Tag                             | 'VALUE'",
                "read                                  | 'NODE'",
                "serve --project p                     | '--station=FILE'",
                "trust --project p                     | give either --station FILE or --pair FILE FILE",
                "trust --project p --station s xyz     | THUMBPRINT 'xyz' must be 40 hexadecimal digits",
                "demo --plain --script kill-master@1s  | --script with --plain needs --for",
                "nonsense                              | 'nonsense'"
            })
    void oneLineNamesOptionValueAndRule(String arguments, String expected) {
        Run run = Run.of(arguments.strip().split(" "));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains(expected.strip())
                .startsWith("pollux");
    }

    // Whoever looks on a shell script must find out what a code means without reading the source.
    @ParameterizedTest
    @CsvSource({
        "demo",
        "serve",
        "simulate",
        "check",
        "status",
        "watch",
        "switchover",
        "read",
        "write",
        "browse",
        "trust",
        "hash-password"
    })
    void helpShowsExamplesAndExitCodes(String command) {
        Run run = Run.of(command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Examples:", "  pollux " + command, "Exit codes: 0 ");
    }
}
