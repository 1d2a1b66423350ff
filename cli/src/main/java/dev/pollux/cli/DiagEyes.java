package dev.pollux.cli;

import dev.pollux.cli.pair.DiagReport;
import dev.pollux.cli.pair.Stations;
import dev.pollux.cli.pair.Stations.Attempt;
import dev.pollux.failover.link.ServerAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An eye for each station of a set: those that were asked for, and those that a station names at any time, be it that
 * nobody answered at the start or that the set has grown. Used by one thread.
 */
final class DiagEyes implements AutoCloseable {
    private static final int STATIONS_MAX = 16;

    private final Stations stations;
    private final int messages;
    private final List<DiagEye> eyes = new ArrayList<>();
    private final Set<DiagEye> found = new HashSet<>();

    /**
     * Begins to look.
     *
     * @param first how the first attempts went; their sessions are closed by this
     * @param messages how many are wanted of each
     */
    DiagEyes(Stations stations, List<Attempt> first, int messages) {
        this.stations = stations;
        this.messages = messages;
        first.forEach(this::open);
    }

    private DiagEye open(Attempt attempt) {
        DiagEye eye = new DiagEye(stations, attempt, messages);
        eyes.add(eye);
        eye.start();
        return eye;
    }

    /** What was seen last of each station, in the order in which they were named. */
    List<Seen<DiagReport>> seen() {
        List<ServerAddress> members =
                eyes.stream().flatMap(eye -> eye.members().stream()).distinct().toList();
        members.forEach(this::meet);
        // While an address that was asked for has never answered, it may be the one that is named by another address.
        boolean doubtful =
                eyes.stream().anyMatch(eye -> !found.contains(eye) && eye.uri().isEmpty());
        Set<String> shown = new HashSet<>();
        List<Seen<DiagReport>> seen = new ArrayList<>();
        for (DiagEye eye : eyes) {
            Optional<String> uri = eye.uri();
            boolean hidden = doubtful && found.contains(eye) && uri.isEmpty();
            if (!hidden && uri.map(shown::add).orElse(true)) {
                seen.add(eye.seen());
            }
        }
        return seen;
    }

    private void meet(ServerAddress member) {
        boolean known = member.urls().isEmpty()
                || eyes.size() >= STATIONS_MAX
                || eyes.stream().anyMatch(eye -> eye.looksAt(member));
        if (!known) {
            found.add(open(new Attempt(member.urls().get(0), Optional.empty(), DiagEye.NOT_ASKED)));
        }
    }

    @Override
    public void close() {
        eyes.forEach(DiagEye::end);
        eyes.forEach(DiagEye::close);
    }
}
