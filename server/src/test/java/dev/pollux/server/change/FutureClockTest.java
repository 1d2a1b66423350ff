package dev.pollux.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Ticks;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.Stamp;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wall clock was hours ahead for a while: the order of changes that knew of each other stays, the time recovers. */
class FutureClockTest {
    private static final Instant NOW = Instant.parse("2026-11-16T10:00:00Z");
    private static final Instant AHEAD = NOW.plusSeconds(5 * 3_600);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aPartnersClockFarAheadDoesNotTakeThisStationAlong() {
        try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), NOW);
                ChangeSite b = new ChangeSite("B", directory.resolve("B"), AHEAD)) {
            b.set(1);
            b.correct(10, 1);
            a.fetch(b);
            assertThat(a.setpoint()).as("control").isEqualTo(1.0);

            a.clock(NOW.plusSeconds(1));
            a.correct(20, 2);
            assertThat(newest(a).stamp().time()).isEqualTo(Ticks.of(NOW.plusSeconds(1)));
            a.set(2);
            a.correct(10, 2);
            b.fetch(a);

            for (ChangeSite each : List.of(a, b)) {
                assertThat(each.setpoint()).as(each.name).isEqualTo(2.0);
                assertThat(each.values(ChangeSite.LEVEL)).as(each.name).isEqualTo(Map.of(10L, 2.0, 20L, 2.0));
            }
        }
    }

    // Also after a restart, as the log remembers the stamps; and again when the same log is opened a second time.
    @Test
    void aStationWhoseOwnClockWasPutRightRecovers() {
        Set<Stamp> stamps = new HashSet<>();
        try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), AHEAD)) {
            a.set(1);
            a.correct(10, 1);
            a.clock(NOW);
            a.correct(20, 2);
            assertThat(newest(a).stamp().time()).isEqualTo(Ticks.of(NOW));
        }
        ChangeSite.copy(directory.resolve("A"), directory.resolve("yesterday"));
        for (int start = 0; start < 2; start++) {
            ChangeSite.copy(directory.resolve("yesterday"), directory.resolve("A"));
            try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), NOW.plusSeconds(1))) {
                a.set(3);
                assertThat(a.setpoint()).as("the later one stands").isEqualTo(3.0);
                Stamp stamp = newest(a).stamp();
                assertThat(stamp.time()).isGreaterThanOrEqualTo(Ticks.of(AHEAD));
                assertThat(stamps.add(stamp)).as("%s twice", stamp).isTrue();
                a.correct(30, 3);
                assertThat(newest(a).stamp().time()).isEqualTo(Ticks.of(NOW.plusSeconds(1)));
            }
        }
    }

    // Clocks differ by a little all the time: there the order of all changes follows what stations knew.
    @Test
    void aLittleAheadIsFollowed() {
        try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), NOW);
                ChangeSite b = new ChangeSite("B", directory.resolve("B"), NOW.plusMillis(900))) {
            b.correct(10, 1);
            a.fetch(b);
            a.correct(20, 2);
            assertThat(newest(a).stamp()).isGreaterThan(newest(b).stamp());
        }
    }

    private static Change newest(ChangeSite site) {
        List<Change> own = site.own();
        return own.get(own.size() - 1);
    }
}
