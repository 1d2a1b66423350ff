package dev.pollux.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Gives space that a station's archive no longer needs back to the disk. */
@Command(
        name = "compact",
        description = {
            "Gives space that a station's archive no longer needs back to the disk.",
            "The station goes on archiving meanwhile."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history compact --user anna",
            "  pollux history compact --station CASTOR --user anna",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 no station answers, 64 wrong command line."
        })
final class HistoryCompact implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ArchiveJobOptions job = new ArchiveJobOptions();

    HistoryCompact() {}

    @Override
    public Integer call() throws InterruptedException {
        return job.run(spec, "Compact", List.of());
    }
}
