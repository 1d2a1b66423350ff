package dev.pollux.cli;

import dev.pollux.cli.history.TimeText;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.MethodCall;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes a station out of service. */
@Command(
        name = "on",
        description = "Takes a station out of service.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux maintenance on --station CASTOR --until 2h --reason \"new disk\" --user ada",
            "  pollux maintenance on --station CASTOR --until 2026-11-21T15:30 --user ada",
            "",
            "Exit codes: 0 done, 1 refused (the station's reason is printed), 2 no station answers, 64 wrong command"
                    + " line."
        })
final class MaintenanceOn implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--station", required = true, paramLabel = "NAME", description = "Which station.")
    private String station = "";

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "When clients may expect it back: a time, or a span from now. It is shown to them as"
                    + " EstimatedReturnTime; only `maintenance off` ends the maintenance.")
    private String until = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "For operators.")
    private String reason = "";

    @Option(names = "--force", description = "Also if no other station can be Master.")
    private boolean force;

    MaintenanceOn() {}

    @Override
    public Integer call() {
        DateTime back = until.isEmpty() ? DateTime.NULL_VALUE : new DateTime(instant(until));
        try (ArchiveStations stations = new ArchiveStations(connection.settings(Out.line(spec)))) {
            MethodCall.Answer answer = MethodCall.run(
                    stations.chosen(station),
                    "Pollux/Maintenance",
                    "On",
                    Variant.ofDateTime(back),
                    Variant.ofString(reason),
                    Variant.ofBoolean(force));
            Out.of(spec).println(station + ": " + answer.text("configure-admin"));
            return answer.good() ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private Instant instant(String text) {
        Instant now = Instant.now();
        try {
            Instant time = text.matches("(?i)[0-9.]+(ms|s|m|h|d|w)")
                    ? now.plus(TimeText.span(text))
                    : TimeText.instant(text, now, ZoneId.systemDefault());
            if (!time.isAfter(now)) {
                throw new IllegalArgumentException("'" + text + "' is not in the future");
            }
            return time;
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(Out.line(spec), "--until: " + wrong.getMessage(), wrong);
        }
    }
}
