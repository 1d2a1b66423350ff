package dev.pollux.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lets the filling of gaps go on. */
@Command(
        name = "resume",
        description = "Lets the filling of gaps go on.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux sync resume --user anna",
            "  pollux sync resume --station CASTOR --user anna",
            "",
            "Exit codes: 0 done, 1 refused, 2 no station answers, 64 wrong command line."
        })
final class SyncResume implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--station", paramLabel = "NAME", description = "Only this station. Default: every one.")
    private String station = "";

    SyncResume() {}

    @Override
    public Integer call() {
        return SyncWish.ask(connection.settings(Out.line(spec)), station, "Resume", Out.of(spec));
    }
}
