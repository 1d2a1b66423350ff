package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.cli.pair.ExitCode;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
                "level                                 | Missing command",
                "diag --watch --json                   | --json does not go with --watch",
                "history                               | Missing command",
                "history read                          | 'TAG'",
                "history read T --from yesterday       | --from 'yesterday' must be a time like 2026-11-21T13:00:00Z",
                "history read T --from -1h --to -2h    | must be before --to",
                "history read T --at -1h --modified    | only one of --modified, --at and --aggregate can be given",
                "history read T --at -1h --from -2h    | --at needs no --from, --to and --reverse",
                "history read T --aggregate Average    | --aggregate and --interval need each other",
                "history read T --aggregate Mean --interval 1h | --aggregate 'Mean' must be one of Interpolative",
                "history read T --aggregate Count --interval 0s | '0s' must be a span like 500ms",
                "history read T --limit 0              | --limit '0' must be 1 or more",
                "history read T --json --csv           | only one of --json and --csv can be given",
                "history plot T --width 10             | --width '10' must be 30 to 1000",
                "history plot T --height 1             | --height '1' must be 3 to 200",
                "history export --out x.csv            | give either TAG or --area AREA, or --all",
                "history export T --all --out x.csv    | give either TAG or --area AREA, or --all",
                "history export T --out x.txt          | --out 'x.txt' must end in .csv or .jsonl",
                "history export T --out pom.xml        | --out 'pom.xml' is there; --overwrite replaces it",
                "history import x.txt                  | FILE 'x.txt' must end in .csv or .jsonl",
                "history import x.csv --mode delete    | expected one of [INSERT, REPLACE, UPDATE]",
                "history backup                        | 'DIR'",
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

    static Set<String> commands() {
        return Commands.all().keySet();
    }

    // Whoever looks on a shell script must find out what a code means without reading the source.
    @ParameterizedTest
    @MethodSource("commands")
    void helpShowsExamplesAndExitCodes(String command) {
        Run run = Run.of((command + " --help").split(" "));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Examples:", "  pollux " + command, "Exit codes: 0 ");
    }
}
