package dev.pollux.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** node-opcua's history server as a process of its own, with one tag's values in its memory. */
final class NodeOpcua implements AutoCloseable {
    static final NodeId TAG = new NodeId(1, "Tag");

    private final int port = Ground.port();
    private final Process process;
    private final BufferedReader out;

    /** Starts it with so many values, one a second; returns when it serves. */
    NodeOpcua(Path directory, int values) throws IOException {
        Path script = Ground.above("bench/peers/history-server.js").orElseThrow();
        ProcessBuilder builder = new ProcessBuilder(
                        List.of("node", "--max-old-space-size=4096", script.toString(), "" + port, "" + values))
                .redirectError(directory.resolve("node-opcua.log").toFile());
        // Where it keeps its certificate.
        builder.environment().put("XDG_CONFIG_HOME", directory.toString());
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
            if (line == null) {
                throw new IOException(
                        "node-opcua does not start: npm ci in bench/peers; see " + directory.resolve("node-opcua.log"));
            }
        }
    }

    String url() {
        return "opc.tcp://localhost:" + port;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
