package dev.pollux.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes stations out of service and back. */
@Command(
        name = "maintenance",
        description = {
            "Takes a station out of service and back.",
            "It hands the Master role over, shows ServiceLevel 0, refuses clients and puts those out that do not leave;"
                    + " administrators and the partner still come in. It lasts until it is ended, also over restarts."
        },
        mixinStandardHelpOptions = true,
        subcommands = {MaintenanceOn.class, MaintenanceOff.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux maintenance on --station CASTOR --until 2h --reason \"new disk\" --user ada",
            "  pollux maintenance off --station CASTOR --user ada",
            "",
            "Exit codes: 0 done, 1 refused (the station's reason is printed), 2 no station answers, 64 wrong command"
                    + " line."
        })
final class Maintenance implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    Maintenance() {}

    @Override
    public void run() {
        throw new ParameterException(Out.line(spec), "Missing command: on or off");
    }
}
