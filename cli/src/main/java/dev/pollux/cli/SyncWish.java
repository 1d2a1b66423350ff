package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.SyncCall;
import dev.pollux.cli.pair.SyncReport;
import dev.pollux.failover.FailoverSettings;
import java.io.PrintWriter;

/** Asks one station or all to interrupt the filling of gaps, or to go on. */
final class SyncWish {
    private SyncWish() {}

    /**
     * Asks, and prints what each station said.
     *
     * @param only name of the station; empty for all
     * @param method {@code Pause} or {@code Resume}
     * @return the exit code
     */
    static int ask(FailoverSettings settings, String only, String method, PrintWriter out) {
        boolean done = true;
        boolean any = false;
        try (ArchiveStations stations = new ArchiveStations(settings)) {
            for (StationSession session : stations.sessions()) {
                String name = SyncReport.read(session).station();
                if (only.isEmpty() || only.equals(name)) {
                    SyncCall.Outcome outcome = SyncCall.run(session, method);
                    out.println(name + ": " + outcome.text());
                    done &= outcome.done();
                    any = true;
                }
            }
        }
        if (!any) {
            throw new CommandFailure(ExitCode.FAILED, "station '" + only + "' does not answer");
        }
        return done ? ExitCode.OK : ExitCode.FAILED;
    }
}
