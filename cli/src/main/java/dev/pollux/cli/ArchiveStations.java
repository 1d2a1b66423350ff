package dev.pollux.cli;

import dev.pollux.cli.pair.ArchiveReport;
import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.StationReport;
import dev.pollux.cli.pair.StationSession;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.Stations.Attempt;
import dev.pollux.failover.FailoverSettings;
import java.util.List;
import java.util.stream.Collectors;

/** Sessions with the stations of a pair, to choose one whose archive is to be worked on. */
final class ArchiveStations implements AutoCloseable {
    private final Stations stations;
    private final List<StationSession> sessions;

    /**
     * Connects.
     *
     * @throws CommandFailure if no station answers
     */
    ArchiveStations(FailoverSettings settings) {
        stations = new Stations(settings);
        List<Attempt> attempts = stations.openAll();
        sessions = attempts.stream().flatMap(each -> each.session().stream()).toList();
        if (sessions.isEmpty()) {
            stations.close();
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no station answers: "
                            + attempts.stream()
                                    .map(each -> each.url() + " " + each.reason())
                                    .collect(Collectors.joining("; ")));
        }
    }

    /** The station with this name; without one the only one, or the one that does not lead, as it has more time. */
    StationSession chosen(String name) {
        if (name.isEmpty()) {
            return sessions.stream()
                    .filter(session -> sessions.size() == 1
                            || !StationReport.read(session).state().leads())
                    .findFirst()
                    .orElse(sessions.get(0));
        }
        List<String> names = sessions.stream()
                .map(session -> ArchiveReport.read(session).station())
                .toList();
        int index = names.indexOf(name);
        if (index < 0) {
            throw new CommandFailure(
                    ExitCode.FAILED, "station '" + name + "' does not answer, only " + String.join(" and ", names));
        }
        return sessions.get(index);
    }

    /** All that answer. */
    List<StationSession> sessions() {
        return sessions;
    }

    @Override
    public void close() {
        sessions.forEach(StationSession::close);
        stations.close();
    }
}
