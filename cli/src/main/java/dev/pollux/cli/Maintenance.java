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
        subcommands = {MaintenanceOn.class, MaintenanceOff.class})
final class Maintenance implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    Maintenance() {}

    @Override
    public void run() {
        throw new ParameterException(Out.line(spec), "Missing command: on or off");
    }
}
