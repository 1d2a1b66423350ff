package dev.pollux.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What has to do with the ServiceLevel of the stations. */
@Command(
        name = "level",
        description = "Tells about the ServiceLevel of the stations; the command below it does the work.",
        mixinStandardHelpOptions = true,
        subcommands = LevelExplain.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux level explain",
            "",
            "Exit codes: 0 good, 1 the answer is bad, 2 nobody answers, 64 wrong command line."
        })
final class Level implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    Level() {}

    @Override
    public void run() {
        throw new ParameterException(Out.line(spec), "Missing command");
    }
}
