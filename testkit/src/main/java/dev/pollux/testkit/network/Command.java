package dev.pollux.testkit.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the tools that shape networks, and finds those that {@code config/install-test-tools} has only unpacked. */
final class Command {
    private static final int LIMIT_SECONDS = 30;

    private Command() {}

    /** Runs to the end. */
    static Outcome run(List<String> command, String input) {
        try {
            Path answer = Files.createTempFile("pollux-command", ".out");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(answer.toFile());
                builder.environment().putAll(environment());
                Process process = builder.start();
                try (var in = process.getOutputStream()) {
                    in.write(input.getBytes(StandardCharsets.UTF_8));
                } catch (IOException closed) {
                    // It has ended without reading; its exit code tells how.
                    process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
                }
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " has not ended within " + LIMIT_SECONDS + " s");
                }
                return new Outcome(process.exitValue(), Files.readString(answer).strip());
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    /** Runs to the end and gives what it printed; anything but success is an error. */
    static String must(String... command) {
        return must(List.of(command), "");
    }

    static String must(List<String> command, String input) {
        Outcome outcome = run(command, input);
        if (outcome.code() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + outcome.text());
        }
        return outcome.text();
    }

    /** Where a tool is: installed, or unpacked beside the sources. */
    static String tool(String name) {
        List<Path> places = new ArrayList<>();
        for (String place : List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")) {
            places.add(Path.of(place, name));
        }
        unpacked().forEach(place -> {
            places.add(place.resolve("usr/sbin").resolve(name));
            places.add(place.resolve("usr/bin").resolve(name));
        });
        return places.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new AssertionError("the tests need " + name + ": run config/install-test-tools"));
    }

    /** The unpacked tools need the libraries that were unpacked with them. */
    static Map<String, String> environment() {
        List<String> places = new ArrayList<>();
        for (Path root : unpacked().toList()) {
            try (Stream<Path> below = Files.list(root.resolve("usr/lib"))) {
                below.filter(each -> each.toString().endsWith("-linux-gnu"))
                        .map(Path::toString)
                        .forEach(places::add);
            } catch (IOException e) {
                throw new UncheckedIOException("unpacked tools without libraries: run config/install-test-tools", e);
            }
        }
        return places.isEmpty() ? Map.of() : Map.of("LD_LIBRARY_PATH", String.join(":", places));
    }

    private static Stream<Path> unpacked() {
        return Stream.iterate(Path.of("").toAbsolutePath(), place -> place != null, Path::getParent)
                .map(place -> place.resolve("interop/.tools/network"))
                .filter(Files::isDirectory)
                .limit(1);
    }

    /** How it ended and what it printed. */
    record Outcome(int code, String text) {}
}
