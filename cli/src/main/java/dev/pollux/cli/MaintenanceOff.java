package dev.pollux.cli;

import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.MethodCall;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes a station back into service. */
@Command(
        name = "off",
        description = "Takes a station back into service.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux maintenance off --station CASTOR --user ada",
            "",
            "Exit codes: 0 done, 1 refused (the station's reason is printed), 2 no station answers, 64 wrong command"
                    + " line."
        })
final class MaintenanceOff implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--station", required = true, paramLabel = "NAME", description = "Which station.")
    private String station = "";

    MaintenanceOff() {}

    @Override
    public Integer call() {
        try (ArchiveStations stations = new ArchiveStations(connection.settings(Out.line(spec)))) {
            MethodCall.Answer answer = MethodCall.run(stations.chosen(station), "Pollux/Maintenance", "Off");
            Out.of(spec).println(station + ": " + answer.text("configure-admin"));
            return answer.good() ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
