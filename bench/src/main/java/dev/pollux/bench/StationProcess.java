package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.server.Station;
import dev.pollux.server.history.HistoricalConfig;
import dev.pollux.server.history.History;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.security.Caller;
import dev.pollux.server.security.Pki;
import dev.pollux.server.space.StationServer;
import dev.pollux.server.space.system.Exchange;
import dev.pollux.server.space.system.RoleRequest;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.TagTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * The OPC UA server of a station as a process of its own, over an archive that is there already; without acquisition
 * and without a partner, so that what it takes is the reading.
 */
public final class StationProcess implements AutoCloseable {
    private final int port;
    private final Process process;

    /** Starts one over the directory of a {@link PlantProject}; returns when it serves. */
    StationProcess(Path directory, int port) throws IOException {
        this.port = port;
        process = new ProcessBuilder(
                        Jvm.command(StationProcess.class, List.of("-Xmx1g"), List.of(directory.toString())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
            if (line == null) {
                throw new IOException("the station does not start");
            }
        }
    }

    /** What the process does: serves until its standard input ends. Argument: the directory. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Project project = PlantProject.read(directory);
        StationConfig config = PlantProject.station(directory);
        TagTable table = new TagTable(project.tags(), Instant.now());
        HistoricalConfig tag = HistoricalConfig.onChange(true).withLongTerm(YearTrend.ARCHIVES);
        try (Archive archive = Stores.rocks(PlantProject.archive(directory));
                Pki pki = Station.certificates(project, config)) {
            StationServer server = new StationServer(new StationServer.Parts(
                    project,
                    config,
                    pki,
                    table,
                    (password, hash) -> false,
                    (index, value) -> CompletableFuture.completedFuture(Quality.BAD_NOT_WRITABLE),
                    new Nobody(),
                    new Nobody(),
                    Optional.of(History.of(archive, index -> Optional.of(tag))),
                    Optional.empty()));
            server.start();
            System.out.println("ready");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
            server.shutdown("the benchmark is over", Duration.ZERO);
        }
        System.exit(0);
    }

    /** There is no pair here. */
    private static final class Nobody implements RoleRequest, Exchange {
        @Override
        public CompletionStage<Outcome> requestMaster(boolean master, String user) {
            return CompletableFuture.completedFuture(new Outcome(Quality.BAD_NOT_SUPPORTED, "no pair"));
        }

        @Override
        public CompletionStage<Outcome> switchover(String targetStation, String user) {
            return requestMaster(false, user);
        }

        @Override
        public byte[] exchange(byte[] status, Caller caller) {
            return new byte[0];
        }

        @Override
        public byte[] readArchive(byte[] request) {
            return new byte[0];
        }

        @Override
        public byte[] readMessages(byte[] question) {
            throw new IllegalArgumentException("no pair");
        }
    }

    /** A tag of a {@link PlantProject}; 3 is the namespace of the project on every station. */
    static NodeId node(int tag) {
        return new NodeId(3, Workload.name(tag));
    }

    String url() {
        return "opc.tcp://localhost:" + port + "/pollux";
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
