package dev.pollux.bench.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the tools of the system that make faults. */
final class Shell {
    private static final int LIMIT_SECONDS = 30;

    private Shell() {}

    /** Runs to the end and gives what it printed; anything but success is an error. */
    static String run(String... command) {
        Outcome outcome = attempt(command);
        if (outcome.code() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + outcome.text());
        }
        return outcome.text();
    }

    /** How a command ended and what it printed. */
    record Outcome(int code, String text) {}

    /** Runs to the end, whatever comes out. */
    static Outcome attempt(String... command) {
        try {
            List<String> found = new ArrayList<>(List.of(command));
            found.set(0, tool(command[0]));
            Process process =
                    new ProcessBuilder(found).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(found + " has not ended within " + LIMIT_SECONDS + " s");
            }
            return new Outcome(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command[0], e);
        }
    }

    /** Path of a tool; its bare name where it is not in the usual places. */
    static String tool(String name) {
        return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElse(name);
    }

    /** Whether all these tools are there and the user may use them. */
    static boolean rootWith(String... tools) {
        boolean root = attempt("id", "-u").text().equals("0");
        return root && Stream.of(tools).allMatch(each -> tool(each).startsWith("/"));
    }
}
