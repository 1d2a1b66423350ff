package dev.pollux.cli.demo;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program in a process of its own that can be started, killed, frozen and started again. Its output goes to a file.
 * Signals go to its process id only. Safe for use by many threads.
 */
final class Child {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration KILL_MAX = Duration.ofSeconds(2);
    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_LINES = 5;

    private final String name;
    private final List<String> command;
    private final Path log;
    // Guarded by this.
    private @Nullable Process process;
    private Ending ending = Ending.NONE;
    private boolean frozen;
    private long logStart;

    private enum Ending {
        NONE,
        KILLED,
        STOPPED
    }

    /** What the process is doing. */
    enum Life {
        RUNNING("running"),
        FROZEN("frozen"),
        KILLED("killed"),
        STOPPED("stopped"),
        /** It has ended, and nobody here has asked for that. */
        ENDED("ended by itself"),
        NOT_STARTED("not started");

        private final String text;

        Life(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    Child(String name, List<String> command, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    synchronized Optional<Long> pid() {
        return process != null && process.isAlive() ? Optional.of(process.pid()) : Optional.empty();
    }

    /** Starts it, if it does not run. */
    synchronized void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            logStart = Files.exists(log) ? Files.size(log) : 0;
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            ending = Ending.NONE;
            frozen = false;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    synchronized Life life() {
        if (process == null) {
            return Life.NOT_STARTED;
        }
        if (process.isAlive()) {
            return frozen ? Life.FROZEN : Life.RUNNING;
        }
        return switch (ending) {
            case KILLED -> Life.KILLED;
            case STOPPED -> Life.STOPPED;
            case NONE -> Life.ENDED;
        };
    }

    /** Waits until it prints a line that begins with "ready". */
    void awaitReady(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!output().lines().anyMatch(line -> line.startsWith("ready"))) {
            boolean alive = pid().isPresent();
            if (!alive || System.nanoTime() > deadline) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        name + (alive ? " is not ready within " + limit.toSeconds() + " s" : " has ended")
                                + "; the end of " + log + ":" + tail());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    private synchronized String output() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long length = Math.min(file.length() - logStart, 1 << 20);
            byte[] bytes = new byte[(int) Math.max(0, length)];
            file.seek(logStart);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // Not written yet, or out of reach: whoever waits for a line of it says so when its time is
            // over.
        }
    }

    private String tail() {
        String output = output();
        List<String> lines = output.substring(Math.max(0, output.length() - TAIL_BYTES))
                .lines()
                .toList();
        return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
                .map(line -> System.lineSeparator() + "  " + line)
                .reduce("", String::concat);
    }

    /** SIGKILL: ends it without warning, as a power failure does. */
    synchronized void kill() {
        if (process != null && process.isAlive()) {
            ending = Ending.KILLED;
            process.destroyForcibly();
            end(KILL_MAX);
        }
    }

    /** SIGTERM: asks it to end. A frozen one is thawed first, or it could not hear. */
    synchronized void stop() {
        if (process != null && process.isAlive()) {
            thaw();
            ending = Ending.STOPPED;
            process.destroy();
        }
    }

    /** SIGSTOP: its connections stay open, but nothing answers. */
    synchronized void freeze() {
        signal("STOP");
        frozen = true;
    }

    /** SIGCONT. */
    synchronized void thaw() {
        if (frozen) {
            signal("CONT");
            frozen = false;
        }
    }

    /** Waits for its end, and kills it when the time is over. */
    void end(Duration limit) {
        Process ended;
        synchronized (this) {
            ended = process;
        }
        if (ended == null) {
            return;
        }
        try {
            if (!ended.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                ended.destroyForcibly();
            }
        } catch (InterruptedException e) {
            ended.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String signal) {
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new CommandFailure(ExitCode.FAILED, "cannot send SIG" + signal + " to " + name);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot send SIG" + signal + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted while sending SIG" + signal + " to " + name, e);
        }
    }
}
