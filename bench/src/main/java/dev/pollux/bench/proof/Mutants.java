package dev.pollux.bench.proof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Puts each deliberate bug of {@code mutants.txt} into a copy of the decision core, one at a time, and runs
 * {@link Proof} against it: a bug that it does not find says that the proof is weak there. Prints one line for each,
 * and ends with 1 if one survived. To be run in the root of the sources. Arguments: those of {@link Proof}, by standard
 * {@code --stories 3000 --depth 2}.
 */
public final class Mutants {
    private static final Path SOURCES = Path.of("server/src/main/java/dev/pollux/server/redundancy");
    private static final int SECONDS_MAX = 600;
    /** What {@link Proof} prints beside a breach. */
    private static final Pattern NO_BREACH = Pattern.compile("^(explored|told|[A-Z_]+: [0-9,]+ of) ");

    private Mutants() {}

    /**
     * A deliberate bug.
     *
     * @param file where it is, below the redundancy package
     */
    record Mutant(String title, String file, String original, String changed) {
        static Mutant of(String block) {
            List<String> lines =
                    block.lines().filter(line -> !line.startsWith("#")).toList();
            if (lines.size() != 4
                    || !lines.get(2).startsWith("- ")
                    || !lines.get(3).startsWith("+ ")) {
                throw new IllegalArgumentException(
                        "a mutant has a title, a file, a line and its change, not:\n" + block);
            }
            return new Mutant(
                    lines.get(0),
                    lines.get(1),
                    lines.get(2).substring(2),
                    lines.get(3).substring(2));
        }

        /** The whole file with the bug in it. */
        String source(Path sources) throws IOException {
            String source = Files.readString(sources.resolve(file));
            int at = source.indexOf(original);
            if (at < 0 || source.indexOf(original, at + 1) >= 0) {
                throw new IllegalStateException(
                        file + " must have this exactly once for \"" + title + "\": " + original);
            }
            return source.replace(original, changed);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> proof = arguments.length > 0 ? List.of(arguments) : List.of("--stories", "3000", "--depth", "2");
        int survived = 0;
        List<Mutant> mutants = read();
        for (Mutant mutant : mutants) {
            mutant.source(SOURCES);
        }
        for (Mutant mutant : mutants) {
            long begun = System.nanoTime();
            String how = tried(mutant, proof);
            survived += how.isEmpty() ? 1 : 0;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %d s |%n",
                    mutant.title(),
                    how.isEmpty() ? "**SURVIVED**" : how,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
        }
        System.out.printf(Locale.ROOT, "%d of %d found%n", mutants.size() - survived, mutants.size());
        System.exit(survived == 0 ? 0 : 1);
    }

    /** All of the list. */
    static List<Mutant> read() throws IOException {
        try (InputStream in = Mutants.class.getResourceAsStream("mutants.txt")) {
            if (in == null) {
                throw new IllegalStateException("mutants.txt is missing");
            }
            List<Mutant> mutants = new ArrayList<>();
            for (String block : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n\n+", -1)) {
                if (block.lines().anyMatch(line -> !line.startsWith("#"))) {
                    mutants.add(Mutant.of(block));
                }
            }
            return mutants;
        }
    }

    /** How it was found: the rule that broke; empty if it was not. */
    private static String tried(Mutant mutant, List<String> proof) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mutant");
        try {
            compile(mutant, directory);
            Path out = directory.resolve("out.txt");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    directory + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                    Proof.class.getName()));
            command.addAll(proof);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("\"" + mutant.title() + "\" takes too long");
            }
            return process.exitValue() == 0 ? "" : breach(Files.readAllLines(out));
        } finally {
            delete(directory);
        }
    }

    private static void compile(Mutant mutant, Path directory) throws IOException {
        Path source = directory.resolve("src").resolve(mutant.file());
        Files.createDirectories(source.getParent());
        Files.writeString(source, mutant.source(SOURCES));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int failed = compiler.run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
        if (failed != 0) {
            throw new IllegalStateException("\"" + mutant.title() + "\" does not compile");
        }
    }

    private static String breach(List<String> output) {
        return output.stream()
                .filter(line -> !NO_BREACH.matcher(line).find())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no word of a breach: " + output));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
