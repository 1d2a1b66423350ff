package dev.pollux.cli.pair;

import dev.pollux.server.Station;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.security.Pki;
import java.io.IOException;
import java.util.List;

/** Makes two stations trust each other's certificate, as their partner's. */
public final class PairTrust {
    private PairTrust() {}

    /**
     * Makes the certificates where they are missing, and trusts them mutually. Both data directories must be reachable
     * from this machine. May be repeated, and done while the stations run.
     *
     * @return what was done, a line for each station
     * @throws CommandFailure if it is the same station twice, or a file cannot be read or written
     */
    public static List<String> establish(Project project, StationConfig first, StationConfig second) {
        if (first.station().equals(second.station())) {
            throw new CommandFailure(
                    ExitCode.FAILED, "--pair needs two different stations, both files are of " + first.station());
        }
        try (Pki one = Station.certificates(project, first);
                Pki two = Station.certificates(project, second)) {
            one.trustPartner(two.certificate());
            two.trustPartner(one.certificate());
            return List.of(line(first, second, two), line(second, first, one));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private static String line(StationConfig truster, StationConfig trusted, Pki pki) {
        return truster.station() + " trusts " + trusted.station() + ", certificate "
                + Pki.thumbprint(pki.certificate());
    }
}
