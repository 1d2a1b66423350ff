package dev.pollux.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What has to do with the two archives of a pair as a whole. */
@Command(
        name = "archive",
        description = "Works with the two archives of a pair.",
        mixinStandardHelpOptions = true,
        subcommands = ArchiveVerify.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux archive verify --user anna",
            "",
            "Exit codes: 0 good, 1 the answer is bad, 2 nobody answers, 64 wrong command line."
        })
final class ArchiveCommands implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    ArchiveCommands() {}

    @Override
    public void run() {
        throw new ParameterException(Out.line(spec), "Missing command");
    }
}
