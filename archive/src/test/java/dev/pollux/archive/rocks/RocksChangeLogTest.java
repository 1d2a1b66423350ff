package dev.pollux.archive.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.Change.TagValue;
import dev.pollux.archive.change.Stamp;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real log keeps and forgets. */
class RocksChangeLogTest {
    @TempDir
    private Path directory = Path.of("");

    private @Nullable RocksChangeLog opened;

    @BeforeEach
    void open() {
        opened = RocksChangeLog.open(directory, "A");
    }

    @AfterEach
    void close() {
        log().close();
    }

    // A setpoint from last year is the setpoint of today: a station that has lost its log asks for it.
    @Test
    void theLatestValueOfATagIsNeverForgotten() {
        List<Change> unused = log().append(List.of(set("A", 1, 10, "Setpoint"), set("A", 2, 20, "Setpoint")));

        assertThat(log().forget(100)).isEqualTo(1);
        assertThat(sequences("A")).containsExactly(2L);
        assertThat(log().forget(100)).isZero();

        List<Change> later = log().append(List.of(set("B", 1, 30, "Setpoint")));
        assertThat(later).as("control").hasSize(1);
        assertThat(log().forget(100)).isEqualTo(1);
        assertThat(sequences("A")).isEmpty();
        assertThat(sequences("B")).containsExactly(1L);
    }

    // Stamps rise with the sequence, so what comes behind a young one is not looked at; that it would be old shows it.
    @Test
    void theChangesOfAStationAreLookedAtUpToTheFirstYoungOne() {
        List<Change> unused = log().append(List.of(
                set("B", 1, 10, "Setpoint"),
                set("B", 2, 200, "Setpoint"),
                set("B", 3, 20, "Setpoint"),
                set("C", 1, 10, "Setpoint"),
                set("C", 2, 300, "Setpoint")));

        assertThat(log().forget(100)).isEqualTo(2);
        assertThat(sequences("B")).containsExactly(2L, 3L);
        assertThat(sequences("C")).as("the next station's").containsExactly(2L);
    }

    private RocksChangeLog log() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private List<Long> sequences(String station) {
        return log().after(station, 0, 100, 1 << 20).stream()
                .map(Change::sequence)
                .toList();
    }

    private static Change set(String station, long sequence, long time, String tag) {
        ArchivedSample sample = new ArchivedSample(time, time, 0, Value.of(1.0 * sequence));
        return Change.of(sequence, new Stamp(time, 0, station), new TagValue(tag, sample));
    }
}
