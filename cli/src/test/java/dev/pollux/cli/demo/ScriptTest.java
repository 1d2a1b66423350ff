package dev.pollux.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.cli.Example;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.Configuration;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.server.project.Project;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script is checked to its end before anything is started. */
class ScriptTest {
    private static final Project PROJECT = Configuration.project(Path.of(Example.DIRECTORY));

    private static Script parse(String text) {
        return Script.parse(text, ScriptTest::time, PROJECT, Optional.of(Duration.ofSeconds(60)));
    }

    private static Duration time(String text) {
        if (!text.endsWith("s")) {
            throw new IllegalArgumentException("'" + text + "' must be a time");
        }
        return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }

    @Test
    void stepsAreDoneInTheOrderOfTime() {
        Script script = parse("restart@25s, kill-master@10s, write:CleanWater.T300.LevelSetpoint=3.5@30s");

        assertThat(script.steps().stream().map(step -> step.action().toString()))
                .containsExactly("kill-master", "restart", "write:CleanWater.T300.LevelSetpoint=3.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "kill-master                                 | must look like action@time",
                "kill-master@                                | must look like action@time",
                "kill-master@soon                            | has a wrong time: 'soon' must be a time",
                "kill-master@60s                             | must come before the end of the run",
                "explode@1s                                  | must begin with one of kill-master, ",
                "restart:CASTOR@1s                           | without a name",
                "kill:HELENA@1s                              | must name one of the stations CASTOR, POLLUX",
                "write:Plant.Counter=1@1s                    | Plant.Counter cannot",
                "write:Nix=1@1s                              | there is no Nix",
                "write:CleanWater.T300.LevelSetpoint=high@1s | VALUE 'high' must be a number",
                "restart@1s                                  | finds no station that was killed",
                "kill-master@1s,kill-standby@2s              | finds no Standby",
                "kill-master@1s,kill-master@2s,kill-master@3s| finds no station that runs",
                "thaw@1s                                     | finds no frozen station",
                "freeze-master@1s,freeze-master@2s           | none that is frozen",
                "freeze-master@1s,switchover@2s              | needs two stations that run",
                "restart-plant@1s                            | finds the plant running",
                "kill-master@1s,,restart@2s                  | must look like action@time"
            })
    void slipsAreNamedWithStepAndRule(String text, String rule) {
        assertThatThrownBy(() -> parse(text.strip()))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("--script: '")
                .hasMessageContaining(rule.strip());
    }
}
