package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pollux.cli.pair.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void exampleHasNoFault() {
        Run run = Run.of(
                "check",
                Example.DIRECTORY,
                "--station",
                Example.DIRECTORY + "/castor.yaml",
                "--station",
                Example.DIRECTORY + "/pollux.yaml");

        assertThat(run.out()).startsWith("ok: ").contains("stations CASTOR and POLLUX");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void allFaultsAreNamedAtOnce() throws IOException {
        Path project = Example.copyTo(directory);
        Example.replace(project, "heartbeat: 200ms", "heartbeat: soon");
        Example.replace(project, "protocol: modbus-tcp", "protocol: carrier-pigeon");

        Run run = Run.of("check", project.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).contains("heartbeat", "soon", "carrier-pigeon", "faults");
    }

    @Test
    void differencesAreToldLineByLine() throws IOException {
        Path changed = Example.copyTo(directory);
        Example.replace(changed, "stability: 5s", "stability: 7s");

        Run same = Run.of("check", Example.DIRECTORY, "--diff", Example.DIRECTORY);
        Run different = Run.of("check", Example.DIRECTORY, "--diff", changed.toString());

        assertThat(same.exitCode()).isZero();
        assertThat(different.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(different.out()).contains("stability: 5s -> 7s", "1 difference");
    }

    @Test
    void jsonHoldsTheSame() throws IOException {
        JsonNode good = new ObjectMapper()
                .readTree(Run.of("check", Example.DIRECTORY, "--json").out());
        JsonNode bad = new ObjectMapper()
                .readTree(Run.of("check", directory.toString(), "--json").out());

        assertThat(good.path("ok").booleanValue()).isTrue();
        assertThat(good.path("tags").intValue()).isGreaterThan(100);
        assertThat(bad.path("ok").booleanValue()).isFalse();
        assertThat(bad.path("faults")).isNotEmpty();
    }

    // One station trusts whom it should only after somebody has said so; the command is that somebody.
    @Test
    void pairTrustsEachOtherAndKeepsItsCertificates() throws IOException {
        Path project = Example.copyTo(directory);
        String[] arguments = {
            "trust",
            "--project",
            project.toString(),
            "--pair",
            project.resolve("castor.yaml").toString(),
            project.resolve("pollux.yaml").toString()
        };

        Run first = Run.of(arguments);
        Run again = Run.of(arguments);

        assertThat(first.out()).contains("CASTOR trusts POLLUX", "POLLUX trusts CASTOR");
        assertThat(again.out()).isEqualTo(first.out());
        Run list = Run.of(
                "trust",
                "--project",
                project.toString(),
                "--station",
                project.resolve("castor.yaml").toString());
        assertThat(list.out()).contains("CASTOR has turned away no certificate");
        assertThat(Files.exists(project.resolve(".pollux/castor/pki/own/station.der")))
                .isTrue();
    }

    @Test
    void stationsThatDoNotAnswerAreNamedWithTheReason() throws IOException {
        Run run = Run.of("status", "--url", "opc.tcp://127.0.0.1:25490/pollux", "--json");

        JsonNode status = new ObjectMapper().readTree(run.out());
        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(status.path("master").isNull()).isTrue();
        assertThat(status.path("stations").path(0).path("reachable").booleanValue())
                .isFalse();
        assertThat(status.path("stations").path(0).path("reason").textValue()).containsIgnoringCase("refused");
    }
}
