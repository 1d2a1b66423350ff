package dev.pollux.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies a station's archive into a directory on its machine, while it goes on. */
@Command(
        name = "backup",
        description = {
            "Copies a station's archive into a directory on its machine, while it goes on.",
            "A relative directory lies below the data directory of the station."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history backup /backup/2026-11-21 --user anna",
            "  pollux history backup backup/monday --station CASTOR --user anna",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 no station answers, 64 wrong command line."
        })
final class HistoryBackup implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ArchiveJobOptions job = new ArchiveJobOptions();

    @Parameters(index = "0", paramLabel = "DIR", description = "Directory on the station's machine, new or empty.")
    private String directory = "";

    HistoryBackup() {}

    @Override
    public Integer call() throws InterruptedException {
        return job.run(spec, "Backup", List.of(directory));
    }
}
