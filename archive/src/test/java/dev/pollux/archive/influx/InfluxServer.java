package dev.pollux.archive.influx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real InfluxDB 1.6.7 of Debian as a child process with a configuration, directories and ports of its own. It
 * demands a login. It can be killed, stopped and started again at any time, and ends with the test.
 */
public final class InfluxServer implements AutoCloseable {
    /** The one administrator. */
    public static final String USER = "admin";

    public static final String PASSWORD = "pass word:?";

    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Path directory;
    private final int port;
    private final int rpcPort;
    private @Nullable Process process;

    private InfluxServer(Path directory, int port, int rpcPort) {
        this.directory = directory;
        this.port = port;
        this.rpcPort = rpcPort;
    }

    /** Starts one that keeps its data in a directory; returns when it answers and has its administrator. */
    public static InfluxServer start(Path directory) {
        return start(directory, TestPorts.free(), TestPorts.free());
    }

    /**
     * Starts one on given ports.
     *
     * @param port of HTTP
     * @param rpcPort of its backup service
     */
    public static InfluxServer start(Path directory, int port, int rpcPort) {
        InfluxServer server = new InfluxServer(directory, port, rpcPort);
        server.start();
        try {
            server.query("CREATE USER " + USER + " WITH PASSWORD '" + PASSWORD + "' WITH ALL PRIVILEGES");
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Starts it again with the data it had; returns when it answers. */
    public void start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("it is running");
        }
        try {
            Files.createDirectories(directory);
            Path config = Files.writeString(directory.resolve("influxdb.conf"), configuration());
            process = new ProcessBuilder(executable(), "-config", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("influxd.log").toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitAnswer(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as an administrator would. */
    public void stop() {
        end(false);
    }

    /** kill -9. */
    public void kill() {
        end(true);
    }

    /** SIGSTOP: the kernel still accepts connections for it, but nobody answers. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public long pid() {
        return running().pid();
    }

    public Path directory() {
        return directory;
    }

    /** Carries out a statement as administrator and returns the answer; an error inside it fails the test. */
    public String query(String influxQl) {
        String form = "epoch=ns&q=" + URLEncoder.encode(influxQl, StandardCharsets.UTF_8);
        String login = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(url().resolve("/query"))
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String answer = send(request);
        if (answer.contains("\"error\"")) {
            throw new IllegalStateException(influxQl + " -> " + answer);
        }
        return answer;
    }

    private String send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void awaitAnswer(Process started) throws IOException {
        HttpRequest ping = HttpRequest.newBuilder(url().resolve("/ping"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try {
                http.send(ping, HttpResponse.BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    started.destroyForcibly();
                    throw new IOException(
                            "influxd does not start: " + Files.readString(directory.resolve("influxd.log")), e);
                }
            } catch (InterruptedException e) {
                started.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    private void end(boolean forcibly) {
        Process running = running();
        if (forcibly) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(60, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("it was never started");
        }
        return process;
    }

    private String configuration() {
        return """
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
                auth-enabled = true
                log-enabled = false
                """.formatted(rpcPort, directory, directory, directory, port);
    }

    /** Installed, or unpacked by {@code config/install-test-tools} somewhere above the working directory. */
    private static String executable() {
        Path unpacked = Path.of("interop/.tools/influxdb/usr/bin/influxd");
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve(unpacked));
        return Stream.concat(above, Stream.of(Path.of("/usr/bin/influxd"), Path.of("/usr/local/bin/influxd")))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() ->
                        new IllegalStateException("these tests need InfluxDB 1.6.7: run config/install-test-tools"));
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            kill();
        }
    }
}
