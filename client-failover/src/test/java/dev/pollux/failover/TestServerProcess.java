package dev.pollux.failover;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A test server in a process of its own, which can be killed and frozen for real. */
final class TestServerProcess implements AutoCloseable {
    private static final String READY = "ready";

    private final Process process;

    /** Runs the server: name, port, name and port of the peer, level. */
    public static void main(String[] args) throws IOException {
        TestServer server = TestServer.start(
                        TestServer.Plan.of(args[0], Integer.parseInt(args[1]), args[2], Integer.parseInt(args[3])))
                .level(Integer.parseInt(args[4]));
        System.out.println(READY);
        // Ends with the test, whatever happens to it: then the other end of the pipe is closed.
        System.in.readAllBytes();
        server.close();
        System.exit(0);
    }

    private TestServerProcess(Process process) {
        this.process = process;
    }

    static TestServerProcess start(String name, int port, String peer, int peerPort, int level) {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                TestServerProcess.class.getName(),
                name,
                String.valueOf(port),
                peer,
                String.valueOf(peerPort),
                String.valueOf(level));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            while (line != null && !line.equals(READY)) {
                line = out.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("server process " + name + " ended with " + process.waitFor());
            }
            return new TestServerProcess(process);
        } catch (IOException e) {
            throw new IllegalStateException("server process " + name + " did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sockets stay open, nobody answers: what a hung machine looks like. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", name, String.valueOf(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("kill " + name + " " + process.pid() + " failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("server process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
