package dev.pollux.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Java program in a process of its own, on the class path of the running test. Its output goes to one file. Signals
 * go to its process id only. Not thread-safe.
 */
public final class JavaProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final String name;
    private final Process process;
    private final Path output;

    private JavaProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a program.
     *
     * @param name for messages and the output file
     * @param directory working directory; the output file {@code <name>.out} is put there, appended to
     * @param mainClass on the class path of this process
     * @param arguments of the program
     */
    public static JavaProcess start(String name, Path directory, String mainClass, List<String> arguments) {
        return start(name, directory, command(mainClass, arguments));
    }

    /** How a program on the class path of this process is started. */
    public static List<String> command(String mainClass, List<String> arguments) {
        return command(List.of(), mainClass, arguments);
    }

    /** The same with more options of the JVM. */
    public static List<String> command(List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(arguments);
        return command;
    }

    /** The class path of this process, valid in any working directory. */
    private static String classPath() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Starts any command; {@code name} and {@code directory} as above. */
    public static JavaProcess start(String name, Path directory, List<String> command) {
        Path output = directory.resolve(name + ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            return new JavaProcess(name, process, output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + command, e);
        }
    }

    /** Ends it without warning, as a power failure does (SIGKILL). Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(5));
    }

    /** Suspends it (SIGSTOP): sockets stay open, nothing answers. */
    public void suspend() {
        signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    /** Asks it to end (SIGTERM). */
    public void terminate() {
        signal("TERM");
    }

    /** Waits for its end and gives the exit code. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " has not ended within " + limit + "; output:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + name, e);
        }
    }

    /** Waits until its output holds a match. */
    public void awaitOutput(String regex, Duration limit) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + limit.toNanos();
        while (!pattern.matcher(output()).find()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError(name + (process.isAlive() ? " runs" : " ended") + " without printing \""
                        + regex + "\" within " + limit + "; output:\n" + output());
            }
            try {
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + name, e);
            }
        }
    }

    /** All it has printed so far. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Process id. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("cannot send SIG" + signal + " to " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while signalling " + name, e);
        }
    }
}
