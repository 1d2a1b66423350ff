package dev.pollux.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Ticks;
import dev.pollux.archive.Value;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.Change.TagValue;
import dev.pollux.archive.change.Stamp;
import dev.pollux.archive.rocks.RocksChangeLog;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the changes of a station are numbered, over a real log. */
class ChangeJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    private Path directory = Path.of("");

    // The clock was an hour ahead, then the disk was lost and the clock was put right: the old numbers come back from
    // the partner after the new ones have begun below them. The first of those is numbered once more: the partner would
    // take it for an old one.
    @Test
    void aNewChangeIsNumberedAboveOwnOnesThatComeBack() {
        try (RocksChangeLog log = RocksChangeLog.open(directory, "A")) {
            ChangeJournal journal =
                    new ChangeJournal("A", List.of("A", "B"), log, InstantSource.fixed(NOW), Ticks.PER_SECOND);
            journal.set("Setpoint", Value.of(1.0), true);
            long first = log.last("A");
            Change lost = change(first + 1);

            assertThat(journal.received(new ChangePages.Page(0, 0, false, List.of(lost)), 0))
                    .as("control")
                    .isEqualTo(1);
            journal.set("Setpoint", Value.of(3.0), true);

            assertThat(log.after("A", 0, 10, 1 << 20))
                    .extracting(Change::sequence)
                    .containsExactly(first, first + 1, first + 2, first + 3);
            assertThat(log.tags().get("Setpoint"))
                    .extracting(latest -> latest.tag().orElseThrow().sample().value())
                    .isEqualTo(Value.of(3.0));
        }
    }

    private static Change change(long sequence) {
        long time = Ticks.of(NOW);
        TagValue set = new TagValue("Setpoint", new ArchivedSample(time, time, 0, Value.of(2.0)));
        return Change.of(sequence, new Stamp(time, 50, "A"), set);
    }
}
