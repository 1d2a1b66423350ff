package dev.pollux.server.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollux.archive.ArchiveException;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.Modification;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that are longer than a message between stations. */
class LongChangeTest {
    private static final Instant NOW = Instant.parse("2026-11-16T10:00:00Z");
    private static final int MESSAGE_MAX = 2 << 20;
    private static final int MANY = 30_000;

    @TempDir
    private Path directory = Path.of("");

    // A user removes a month of values with one request: each is remembered with its old value.
    @Test
    void manyValuesAtOnceReachTheOtherStation() {
        try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), NOW);
                ChangeSite b = new ChangeSite("B", directory.resolve("B"), NOW)) {
            List<Batch.Entry> entries = new ArrayList<>();
            List<Modification> old = new ArrayList<>();
            for (long time = 1; time <= MANY; time++) {
                ArchivedSample sample = new ArchivedSample(time, time, 0, new Value(Value.STRING, "text ".repeat(12)));
                entries.add(new Batch.Entry(ChangeSite.LEVEL, sample));
                old.add(new Modification(ChangeSite.LEVEL, sample, time, Modification.Kind.DELETE, "ada"));
            }
            for (ChangeSite each : List.of(a, b)) {
                var unused =
                        each.archive.append(Batch.of(entries), WriteMode.LIVE).join();
            }
            Batch deletion = new Batch(
                    List.of(),
                    List.of(new Batch.Deletion(ChangeSite.LEVEL, new TimeRange(1, MANY))),
                    List.of(),
                    old,
                    List.of());
            assertThat(ChangePages.size(deletion)).as("control").isGreaterThan(MESSAGE_MAX);
            var unused = a.journal.edit(deletion, a.archive, WriteMode.LIVE).join();
            a.correct(5, 7);
            b.fetch(a);

            assertThat(b.largest).isBetween(EditParts.PART_MAX / 2, MESSAGE_MAX - 10_000);
            for (ChangeSite each : List.of(a, b)) {
                assertThat(each.values(ChangeSite.LEVEL)).hasSize(2).containsEntry(5L, 7.0);
                assertThat(each.archive.modifications(ChangeSite.LEVEL, TimeRange.ALL, 2 * MANY))
                        .hasSize(MANY + 1);
            }
        }
    }

    // What cannot reach the other station is refused when it is made; it would hold up all that comes after it.
    @Test
    void aSingleValueThatFitsIntoNoMessageIsRefused() {
        Value giant = new Value(Value.STRING, "x".repeat(MESSAGE_MAX));
        ArchivedSample sample = new ArchivedSample(10, 10, 0, giant);
        Modification made = new Modification(
                ChangeSite.LEVEL, new ArchivedSample(10, 10, 0, Value.of(1.0)), 5, Modification.Kind.UPDATE, "ada");
        try (ChangeSite a = new ChangeSite("A", directory.resolve("A"), NOW)) {
            Batch edit = new Batch(
                    List.of(new Batch.Entry(ChangeSite.LEVEL, sample)), List.of(), List.of(), List.of(made), List.of());
            assertThatThrownBy(() -> a.journal.edit(edit, a.archive, WriteMode.LIVE))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("cannot reach the other stations")
                    .hasMessageContaining(String.valueOf(ChangePages.CHANGE_BYTES_MAX));
            assertThatThrownBy(() -> a.journal.set("Recipe", giant, true)).isInstanceOf(ArchiveException.class);
            assertThat(a.own()).isEmpty();
            assertThat(a.values(ChangeSite.LEVEL)).isEmpty();
            a.correct(10, 1);
            assertThat(a.values(ChangeSite.LEVEL)).as("control").isEqualTo(Map.of(10L, 1.0));
        }
    }
}
