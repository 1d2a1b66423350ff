package dev.pollux.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints, as far as picocli has told it yet. */
final class Out {
    private Out() {}

    /** The command line of a command that runs. */
    static CommandLine line(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("a command must be run by picocli");
        }
        return spec.commandLine();
    }

    /** Standard output of a command that runs. */
    static PrintWriter of(@Nullable CommandSpec spec) {
        return line(spec).getOut();
    }
}
