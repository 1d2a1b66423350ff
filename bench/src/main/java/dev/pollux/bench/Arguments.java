package dev.pollux.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param names of measures, in order
 * @param share of the full size
 * @param directory for data
 * @param report a file for the table
 * @param alone whether this process measures, rather than starting those that do
 */
record Arguments(
        List<String> names,
        double share,
        Path directory,
        @Nullable Path report,
        boolean alone) {
    static Arguments of(String[] arguments, Set<String> known) {
        List<String> names = new ArrayList<>();
        double share = 1;
        Path directory = Path.of(System.getProperty("java.io.tmpdir"), "pollux-bench");
        Path report = null;
        boolean alone = false;
        Iterator<String> rest = List.of(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            switch (argument) {
                case "--share" -> share = Double.parseDouble(following(argument, rest));
                case "--directory" -> directory = Path.of(following(argument, rest));
                case "--report" -> report = Path.of(following(argument, rest));
                case "--alone" -> alone = true;
                default -> {
                    if (!known.contains(argument)) {
                        throw new IllegalArgumentException("no measure " + argument + "; there are " + known);
                    }
                    names.add(argument);
                }
            }
        }
        return new Arguments(names.isEmpty() ? List.copyOf(known) : names, share, directory, report, alone);
    }

    private static String following(String argument, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(argument + " needs a value");
        }
        return rest.next();
    }
}
