package dev.pollux.cli;

import dev.pollux.cli.demo.ParentWatch;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.ValueText;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code pollux} command. Subcommands do the work; this class turns failures into one line and an exit code. */
@Command(
        name = "pollux",
        description = "A redundant pair of OPC UA servers.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            Demo.class,
            Serve.class,
            Simulate.class,
            Check.class,
            Status.class,
            Diag.class,
            Level.class,
            Messages.class,
            Watch.class,
            Switchover.class,
            Maintenance.class,
            Read.class,
            Write.class,
            Browse.class,
            History.class,
            Sync.class,
            ArchiveCommands.class,
            Trust.class,
            HashPassword.class
        },
        footer = {
            "",
            "Begin with `pollux demo`: a plant, two stations and a live view.",
            "",
            "Exit codes: 0 good, 1 the answer is bad, 2 nobody answers, 64 wrong command line, 70 fault of the program."
        })
public final class Pollux implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean verbose;

    Pollux() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        ParentWatch.begin();
        int exitCode = commandLine().execute(args);
        // Standard output may be a pipe that nobody reads any more; the exit code is still worth telling.
        System.out.flush();
        System.exit(exitCode);
    }

    /** The command line with all rules about failures; a fresh one for each use. */
    static CommandLine commandLine() {
        Pollux pollux = new Pollux();
        CommandLine line = new CommandLine(pollux);
        line.registerConverter(java.time.Duration.class, new DurationText());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler(Pollux::wrongArguments);
        line.setExecutionExceptionHandler(pollux::failed);
        prepare(line);
        return line;
    }

    private static void prepare(CommandLine parent) {
        for (CommandLine each : parent.getSubcommands().values()) {
            // The value to be written may be negative; that is no option.
            each.setUnmatchedOptionsArePositionalParams(each.getCommandName().equals("write"));
            each.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
            each.getCommandSpec().exitCodeOnExecutionException(ExitCode.BUG);
            prepare(each);
        }
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Missing command");
        }
    }

    private static int wrongArguments(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        line.getErr().println(name + ": " + ValueText.reason(failure) + " (see " + name + " --help)");
        line.getErr().flush();
        return ExitCode.USAGE;
    }

    private int failed(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        String name = line.getCommandSpec().qualifiedName();
        boolean expected = failure instanceof CommandFailure;
        String text = expected
                ? String.valueOf(failure.getMessage())
                : "unexpected: " + failure.getClass().getSimpleName() + ": " + ValueText.reason(failure)
                        + (verbose ? "" : " (--verbose shows where)");
        err.println(name + ": " + text);
        if (verbose) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof CommandFailure known ? known.exitCode() : ExitCode.BUG;
    }
}
