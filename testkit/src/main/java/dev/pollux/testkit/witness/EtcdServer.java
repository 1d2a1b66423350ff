package dev.pollux.testkit.witness;

import dev.pollux.testkit.process.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The real etcd of Debian as a child process, with a directory and ports of its own. It ends with the test. Not
 * thread-safe.
 */
public final class EtcdServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path directory;
    private final String name;
    private final int port;
    private final List<String> options;
    private JavaProcess process;

    private EtcdServer(Path directory, String name, int port, List<String> options) {
        this.directory = directory;
        this.name = name;
        this.port = port;
        this.options = List.copyOf(options);
        process = launch();
    }

    /**
     * Starts a cluster of one; returns when it listens.
     *
     * @param directory for its data and output
     * @param port for clients; the next one is for members
     */
    public static EtcdServer start(Path directory, int port) {
        EtcdServer server = new EtcdServer(directory, "etcd" + port, port, plain("http", "127.0.0.1", port));
        server.awaitListening();
        return server;
    }

    /**
     * Starts one that demands certificates; returns when it listens.
     *
     * @param authority file with the certificate that those of clients must come from
     * @param certificate file with its own, and {@code key} the file with the key of that
     */
    public static EtcdServer encrypted(Path directory, int port, Path authority, Path certificate, Path key) {
        List<String> options = new ArrayList<>(plain("https", "127.0.0.1", port));
        options.addAll(List.of(
                "--client-cert-auth",
                "--trusted-ca-file",
                authority.toString(),
                "--cert-file",
                certificate.toString(),
                "--key-file",
                key.toString()));
        EtcdServer server = new EtcdServer(directory, "etcd" + port, port, options);
        server.awaitListening();
        return server;
    }

    /** Starts a cluster; its members have every second port from {@code port} on for clients. Close them all. */
    public static List<EtcdServer> cluster(Path directory, int port, int members) {
        List<Integer> ports =
                IntStream.range(0, members).map(each -> port + 2 * each).boxed().toList();
        String cluster = String.join(
                ",",
                ports.stream()
                        .map(each -> "etcd" + each + "=http://127.0.0.1:" + (each + 1))
                        .toList());
        List<EtcdServer> servers = ports.stream()
                .map(each -> {
                    List<String> options = new ArrayList<>(plain("http", "127.0.0.1", each));
                    options.set(options.indexOf("--initial-cluster") + 1, cluster);
                    return new EtcdServer(directory, "etcd" + each, each, options);
                })
                .toList();
        servers.forEach(EtcdServer::awaitListening);
        return servers;
    }

    /**
     * How one is started somewhere else, as on a simulated host.
     *
     * @param host address that clients use
     */
    public static List<String> command(Path directory, String host, int port) {
        List<String> command = new ArrayList<>(program());
        command.addAll(List.of(
                "--name",
                "etcd" + port,
                "--data-dir",
                directory.resolve("etcd" + port).toString()));
        command.addAll(plain("http", host, port));
        return command;
    }

    private static List<String> plain(String scheme, String host, int port) {
        String peer = "http://127.0.0.1:" + (port + 1);
        return List.of(
                "--listen-client-urls",
                scheme + "://" + host + ":" + port,
                "--advertise-client-urls",
                scheme + "://" + host + ":" + port,
                "--listen-peer-urls",
                peer,
                "--initial-advertise-peer-urls",
                peer,
                "--initial-cluster",
                "etcd" + port + "=" + peer,
                "--logger",
                "zap",
                "--log-level",
                "error",
                // Elections take half of the standard time.
                "--heartbeat-interval",
                "50",
                "--election-timeout",
                "500");
    }

    /** Where clients ask. */
    public String url() {
        return (options.contains("--cert-file") ? "https" : "http") + "://127.0.0.1:" + port;
    }

    /** kill -9. */
    public void kill() {
        process.kill();
    }

    /** Starts it again with the data it had; returns when it listens. */
    public void restart() {
        if (process.alive()) {
            throw new IllegalStateException("it is running");
        }
        process = launch();
        awaitListening();
    }

    /** SIGSTOP: the kernel still accepts connections for it, but nobody answers. */
    public void freeze() {
        process.suspend();
    }

    /** SIGCONT. */
    public void thaw() {
        process.resume();
    }

    private JavaProcess launch() {
        List<String> command = new ArrayList<>(program());
        command.addAll(
                List.of("--name", name, "--data-dir", directory.resolve(name).toString()));
        command.addAll(options);
        JavaProcess started = JavaProcess.start(name, directory, command);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        return started;
    }

    private void awaitListening() {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
                return;
            } catch (IOException notYet) {
                if (!process.alive() || System.nanoTime() > deadline) {
                    String output = process.output();
                    process.close();
                    throw new IllegalStateException("etcd does not start: " + output, notYet);
                }
            }
            try {
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            } catch (InterruptedException e) {
                process.close();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while etcd starts", e);
            }
        }
    }

    /** Unpacked by {@code config/install-test-tools} somewhere above the working directory, or installed. */
    private static List<String> program() {
        Path unpacked = Path.of("interop/.tools/etcd/usr/bin/etcd");
        Stream<Path> above = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve(unpacked));
        String etcd = Stream.concat(above, Stream.of(Path.of("/usr/bin/etcd"), Path.of("/usr/local/bin/etcd")))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(
                        () -> new IllegalStateException("these tests need etcd 3.4: run config/install-test-tools"));
        // On ARM this version starts only when it is told that this is meant.
        return System.getProperty("os.arch", "").equals("aarch64")
                ? List.of("env", "ETCD_UNSUPPORTED_ARCH=arm64", etcd)
                : List.of(etcd);
    }

    @Override
    public void close() {
        process.close();
    }
}
