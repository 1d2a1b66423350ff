package dev.pollux.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What has to do with archived values; the commands below it do the work. */
@Command(
        name = "history",
        description = "Works with archived values.",
        mixinStandardHelpOptions = true,
        subcommands = {
            HistoryRead.class,
            HistoryPlot.class,
            HistoryExport.class,
            HistoryImport.class,
            HistoryStats.class,
            HistoryCompact.class,
            HistoryBackup.class,
            HistoryRestore.class,
            HistoryVerify.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history read Intake.T100.Level --from -10m",
            "  pollux history plot Intake.T100.Level --from -1d",
            "  pollux history export --all --out plant.csv",
            "",
            "Exit codes: 0 good, 1 the answer is bad, 2 nobody answers, 64 wrong command line."
        })
final class History implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    History() {}

    @Override
    public void run() {
        throw new ParameterException(Out.line(spec), "Missing command");
    }
}
