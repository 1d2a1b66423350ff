package dev.pollux.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Interrupts the filling of gaps. */
@Command(
        name = "pause",
        description = "Interrupts the filling of gaps, until it is resumed or the station restarts.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux sync pause --user anna",
            "  pollux sync pause --station CASTOR --user anna",
            "",
            "Exit codes: 0 done, 1 refused, 2 no station answers, 64 wrong command line."
        })
final class SyncPause implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--station", paramLabel = "NAME", description = "Only this station. Default: every one.")
    private String station = "";

    SyncPause() {}

    @Override
    public Integer call() {
        return SyncWish.ask(connection.settings(Out.line(spec)), station, "Pause", Out.of(spec));
    }
}
