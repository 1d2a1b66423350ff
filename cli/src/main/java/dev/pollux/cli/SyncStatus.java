package dev.pollux.cli;

import picocli.CommandLine.Command;

/** The same as {@code pollux status sync}, beside the commands that change something. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux sync status",
            "  pollux sync status --json",
            "",
            "Exit codes: 0 every station answers and lacks nothing, 1 a station does not answer or lacks something, 2"
                    + " no station answers, 64 wrong command line."
        })
final class SyncStatus extends StatusSync {
    SyncStatus() {}
}
