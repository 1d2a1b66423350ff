package dev.pollux.cli;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.rocks.RocksArchive;
import dev.pollux.cli.history.Progress;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a backup where there is no archive. */
@Command(
        name = "restore",
        description = {
            "Puts a backup where a station that does not run has no archive, and reads all of it once.",
            "Nothing is restored if there is an archive already, a station runs on it, or the backup is damaged."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux history restore /backup/2026-11-21 .pollux/castor/archive",
            "",
            "Exit codes: 0 restored, 1 refused or failed, 64 wrong command line."
        })
final class HistoryRestore implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BACKUP", description = "Directory of the backup.")
    private Path backup = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "DIR",
            description = "Directory of the archive: `archive` below the data directory of the station.")
    private Path directory = Path.of("");

    HistoryRestore() {}

    @Override
    public Integer call() throws InterruptedException {
        try (Progress progress = new Progress(Prompt.screen(Out.line(spec)), System::nanoTime)) {
            FolderSize all = FolderSize.of(backup);
            FolderSize before = FolderSize.of(directory);
            Work.await(
                    () -> {
                        RocksArchive.restore(backup, directory);
                        return true;
                    },
                    () -> progress.at(
                            (double) (FolderSize.of(directory).bytes() - before.bytes()) / Math.max(1, all.bytes()),
                            "restoring " + ArchiveText.size(all.bytes())));
            Out.of(spec).println(directory + ": restored, " + ArchiveText.size(all.bytes()));
            return ExitCode.OK;
        } catch (ArchiveException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }
}
