package dev.pollux.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** InfluxDB 1.6.7 of Debian as a process of its own, without login, with its default of an fsync for each write. */
final class InfluxServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final Path directory;
    private final int port = Ground.port();
    private final int backupPort = Ground.port();
    private Process process;

    /** Starts one that keeps its data below a directory; returns when it answers. */
    InfluxServer(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        process = launched();
        // Ends it also if this process is told to end in the middle.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
        awaitAnswer();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    Path directory() {
        return directory;
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again after it was killed, with what it had. */
    void startAgain() throws IOException, InterruptedException {
        process = launched();
        awaitAnswer();
    }

    private Process launched() throws IOException {
        Path config = Files.writeString(
                directory.resolve("influxdb.conf"), """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                dir = "%s/meta"
                [data]
                dir = "%s/data"
                wal-dir = "%s/wal"
                index-version = "tsi1"
                max-series-per-database = 0
                max-values-per-tag = 0
                query-log-enabled = false
                [monitor]
                store-enabled = false
                [http]
                bind-address = "127.0.0.1:%d"
                log-enabled = false
                """.formatted(backupPort, directory, directory, directory, port));
        return new ProcessBuilder(executable(), "-config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("influxd.log").toFile()))
                .start();
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest ping = HttpRequest.newBuilder(url().resolve("/ping"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try {
                http.send(ping, BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IOException("influxd does not start, see " + directory.resolve("influxd.log"), e);
                }
                Thread.sleep(20);
            }
        }
    }

    private static String executable() {
        return Stream.concat(
                        Ground.above("interop/.tools/influxdb/usr/bin/influxd").stream(),
                        Stream.of(Path.of("/usr/bin/influxd")))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException("no influxd: run config/install-test-tools"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
