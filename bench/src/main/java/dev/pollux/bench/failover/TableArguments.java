package dev.pollux.bench.failover;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param rounds of each row
 * @param faults in order
 * @param modes in order
 * @param results file of JSON lines; rounds that stand there are not made again
 * @param report Markdown file with the markers of the table; empty path for none
 * @param directory for data
 * @param seed of what is random
 * @param ground tells measurements on one machine apart, an even number from 0 to 254: see {@link TwoHosts}
 * @param loopback whether to do without network namespaces
 * @param reportOnly whether to only write the report again
 */
record TableArguments(
        int rounds,
        List<Fault> faults,
        List<String> modes,
        Path results,
        Path report,
        Path directory,
        long seed,
        int ground,
        boolean loopback,
        boolean reportOnly) {

    static final String USAGE = "arguments: --rounds N --faults a,b --modes hot,warm --results FILE --report FILE"
            + " --directory DIR --seed N --ground N --loopback --report-only; faults: " + Fault.ids();

    static TableArguments of(String... arguments) {
        Parser parser = new Parser();
        Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            parser.take(rest.next(), rest);
        }
        return parser.parsed();
    }

    private static final class Parser {
        private int rounds = 50;
        private List<Fault> faults = List.of(Fault.values());
        private List<String> modes = List.of("hot");
        private Path results = Path.of("bench/target/failover.jsonl");
        private Path report = Path.of("docs/reference/failover.md");
        private Path directory = Path.of(System.getProperty("java.io.tmpdir"), "pollux-failover");
        private long seed = 20261121;
        private int ground;
        private boolean loopback;
        private boolean reportOnly;

        private void take(String argument, Iterator<String> rest) {
            switch (argument) {
                case "--loopback" -> loopback = true;
                case "--report-only" -> reportOnly = true;
                default -> {
                    if (!argument.startsWith("--") || !rest.hasNext()) {
                        throw new IllegalArgumentException(argument + "?\n" + USAGE);
                    }
                    take(argument, rest.next());
                }
            }
        }

        private void take(String argument, String value) {
            switch (argument) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--faults" -> faults = list(value).stream().map(Fault::of).toList();
                case "--modes" -> modes = list(value);
                case "--results" -> results = Path.of(value);
                case "--report" -> report = Path.of(value);
                case "--directory" -> directory = Path.of(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--ground" -> ground = Integer.parseInt(value);
                default -> throw new IllegalArgumentException(argument + "?\n" + USAGE);
            }
        }

        private static List<String> list(String value) {
            return new ArrayList<>(List.of(value.split(",")));
        }

        private TableArguments parsed() {
            return new TableArguments(
                    rounds, faults, modes, results, report, directory, seed, ground, loopback, reportOnly);
        }
    }
}
