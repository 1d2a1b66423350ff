package dev.pollux.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What has to do with the synchronisation of archives; the commands below it do the work. */
@Command(
        name = "sync",
        description = "Works with the synchronisation of the two archives.",
        mixinStandardHelpOptions = true,
        subcommands = {SyncStatus.class, SyncPause.class, SyncResume.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux sync status",
            "  pollux sync pause --user anna",
            "",
            "Exit codes: 0 good, 1 the answer is bad, 2 nobody answers, 64 wrong command line."
        })
final class Sync implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    Sync() {}

    @Override
    public void run() {
        throw new ParameterException(Out.line(spec), "Missing command");
    }
}
