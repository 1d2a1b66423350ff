package dev.pollux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The sample project as two stations in processes of their own, without its plant: no device is ever connected. */
final class LivePair implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port;
    private final Path directory;
    private final Path project;
    private final List<JavaProcess> stations = new ArrayList<>();

    /**
     * Starts both and waits until they are ready.
     *
     * @param port of CASTOR; POLLUX has the next, and nobody listens at the one after that
     * @param change of each file of the project
     */
    LivePair(Path directory, int port, UnaryOperator<String> change) throws IOException {
        this.port = port;
        this.directory = directory;
        project = Example.copyTo(directory);
        for (String name : List.of("castor.yaml", "pollux.yaml", "project.yaml")) {
            Path each = project.resolve(name);
            Files.writeString(
                    each,
                    change.apply(Files.readString(each)
                            .replace("4840", Integer.toString(port))
                            .replace("4841", Integer.toString(port + 1))
                            .replace("5020", Integer.toString(port + 2))));
        }
        String castor = project.resolve("castor.yaml").toString();
        String pollux = project.resolve("pollux.yaml").toString();
        assertThat(Run.of("trust", "--project", project.toString(), "--pair", castor, pollux)
                        .exitCode())
                .isZero();
        try {
            stations.add(launch("station0", castor));
            stations.add(launch("station1", pollux));
            stations.forEach(each -> each.awaitOutput("(?m)^ready", PATIENCE));
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private JavaProcess launch(String title, String station) {
        return JavaProcess.start(
                title,
                directory,
                "dev.pollux.cli.Pollux",
                List.of("serve", "--project", project.toString(), "--station", station));
    }

    /** Starts one that was killed. */
    void start(int index) {
        String station =
                project.resolve(index == 0 ? "castor.yaml" : "pollux.yaml").toString();
        stations.set(index, launch("again" + index, station)).close();
    }

    Path project() {
        return project;
    }

    /** CASTOR is 0, POLLUX is 1. */
    JavaProcess station(int index) {
        return stations.get(index);
    }

    /** The EndpointUrl of one of them. */
    String url(int index) {
        return "opc.tcp://localhost:" + (port + index) + "/pollux";
    }

    /** How a command reaches both. */
    List<String> urls(String timeout) {
        return List.of("--url", url(0), "--url", url(1), "--timeout", timeout);
    }

    /** A command on both. */
    Run run(String timeout, String... arguments) {
        return Run.of(
                Stream.concat(Arrays.stream(arguments), urls(timeout).stream()).toArray(String[]::new));
    }

    @Override
    public void close() {
        stations.forEach(JavaProcess::close);
    }
}
