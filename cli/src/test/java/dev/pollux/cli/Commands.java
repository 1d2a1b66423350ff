package dev.pollux.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** All commands by what is typed behind {@code pollux}, those below others included. */
final class Commands {
    private Commands() {}

    static Map<String, CommandLine> all() {
        Map<String, CommandLine> all = new TreeMap<>();
        add(all, "", Pollux.commandLine());
        return all;
    }

    private static void add(Map<String, CommandLine> all, String above, CommandLine parent) {
        parent.getSubcommands().forEach((name, command) -> {
            all.put(above + name, command);
            add(all, above + name + " ", command);
        });
    }
}
