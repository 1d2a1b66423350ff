package dev.pollux.bench.failover;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures what each fault costs and writes the table. Every round is one line of JSON in the file of results,
 * so that a run can be interrupted and goes on where it was; the report is made of that file alone.
 */
public final class FailoverTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A round may fail because the machine was busy; then it is made again on a new pair. */
    private static final int FAILURES_MAX = 3;

    private final TableArguments arguments;
    private int failures;

    private FailoverTable(TableArguments arguments) {
        this.arguments = arguments;
    }

    /** Arguments: see {@link TableArguments#USAGE}. */
    public static void main(String[] arguments) throws Exception {
        FailoverTable table = new FailoverTable(TableArguments.of(arguments));
        boolean whole = table.arguments.reportOnly() || table.measure();
        table.report();
        System.exit(whole ? 0 : 1);
    }

    /** Measures what is not there yet; returns whether every row came to its end. */
    static boolean measure(TableArguments arguments) throws IOException, InterruptedException {
        return new FailoverTable(arguments).measure();
    }

    /** All rounds of a file of results. */
    static List<Round> read(Path results) throws IOException {
        List<Round> rounds = new ArrayList<>();
        if (Files.exists(results)) {
            for (String line : Files.readAllLines(results)) {
                rounds.add(JSON.readValue(line, Round.class));
            }
        }
        return rounds;
    }

    private boolean measure() throws IOException, InterruptedException {
        Network network =
                !arguments.loopback() && TwoHosts.possible() ? new TwoHosts(arguments.ground()) : new OneHost(27_500);
        Thread end = new Thread(network::close);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            boolean whole = true;
            for (String mode : arguments.modes()) {
                for (Fault fault : arguments.faults()) {
                    whole &= measure(network, fault, mode);
                }
            }
            return whole;
        } finally {
            Runtime.getRuntime().removeShutdownHook(end);
            network.close();
        }
    }

    private boolean measure(Network network, Fault fault, String mode) throws IOException, InterruptedException {
        String missing = fault.missing(network);
        if (!missing.isEmpty()) {
            System.err.println(fault.id() + " is not measured: " + missing);
            return false;
        }
        return row(network, fault, mode);
    }

    private boolean row(Network network, Fault fault, String mode) throws IOException, InterruptedException {
        for (failures = 0; failures < FAILURES_MAX; failures++) {
            int done = (int) read(arguments.results()).stream()
                    .filter(each ->
                            each.fault().equals(fault.id()) && each.mode().equals(mode))
                    .count();
            if (done >= arguments.rounds()) {
                return true;
            }
            long begun = System.nanoTime();
            Path directory = Rounds.directory(arguments.directory(), fault, mode + "-" + done + "-" + failures);
            Pair.Plan plan = new Pair.Plan(directory, example(), network, Scale.TABLE, mode, fault == Fault.CLOCK_STEP);
            try (Rounds rounds = new Rounds(fault, plan, arguments.seed() + done)) {
                rounds.run(done + 1, arguments.rounds(), this::keep);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | AssertionError e) {
                System.err.println(fault.id() + " (" + mode + ") was interrupted, data in " + directory + ": " + e);
                continue;
            }
            remove(directory);
            System.err.printf(
                    "%s (%s): %d rounds in %d s%n",
                    fault.id(),
                    mode,
                    arguments.rounds() - done,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
            return true;
        }
        return false;
    }

    private void keep(Round round) {
        try {
            String line = JSON.writeValueAsString(round);
            System.err.println(line);
            Path parent = arguments.results().toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(arguments.results(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void report() throws IOException {
        String table = Report.markdown(read(arguments.results()));
        System.out.println(table);
        if (Files.exists(arguments.report())) {
            String text = Files.readString(arguments.report());
            Files.writeString(arguments.report(), Report.between(text, table));
        }
    }

    /** The example project, from the root of the sources or from below. */
    static Path example() {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("examples/waterworks"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("examples/waterworks is not above the working directory"));
    }

    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
