package dev.pollux.server.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Value;
import dev.pollux.archive.change.Change;
import dev.pollux.archive.change.Change.TagValue;
import dev.pollux.archive.change.Stamp;
import dev.pollux.archive.rocks.RocksChangeLog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How other stations' questions for changes are answered, from a real log. */
class ChangeDeskTest {
    private static final int LONG = ChangePages.BYTES_MAX * 2 / 5;

    @TempDir
    private Path directory = Path.of("");

    // Long changes go page by page; one that is longer than a page goes alone, so that there is always an end.
    @Test
    void aPageIsBoundedByBytesAndHasOneChangeAtLeast() {
        try (RocksChangeLog log = RocksChangeLog.open(directory, "A")) {
            List<Change> all = List.of(
                    change("A", 1, LONG),
                    change("A", 2, LONG),
                    change("A", 3, LONG),
                    change("A", 4, 10),
                    change("B", 1, 3 * LONG),
                    change("B", 2, 10));
            assertThat(log.append(all)).as("control").hasSize(6);
            ChangeDesk desk = new ChangeDesk(new ChangeJournal("A", List.of("A", "B"), log, InstantSource.system(), 1));

            Map<String, Long> known = new TreeMap<>();
            List<List<String>> pages = new ArrayList<>();
            boolean more = true;
            while (more) {
                ChangePages.Page page = ChangePages.answer(desk.answer(ChangePages.question(known)));
                page.changes().forEach(each -> known.put(each.station(), each.sequence()));
                pages.add(page.changes().stream()
                        .map(each -> each.station() + each.sequence())
                        .toList());
                more = page.more() && !page.changes().isEmpty();
            }

            assertThat(pages).containsExactly(List.of("A1", "A2"), List.of("A3", "A4"), List.of("B1"), List.of("B2"));
        }
    }

    // What is read is bounded as what is sent, or a few hundred long changes would fill the memory.
    @Test
    void readingTheLogIsBoundedByBytes() {
        try (RocksChangeLog log = RocksChangeLog.open(directory, "A")) {
            List<Change> unused =
                    log.append(List.of(change("A", 1, 1_000), change("A", 2, 1_000), change("A", 3, 1_000)));

            assertThat(log.after("A", 0, 10, 2_500))
                    .extracting(Change::sequence)
                    .containsExactly(1L, 2L);
            assertThat(log.after("A", 0, 10, 1)).extracting(Change::sequence).containsExactly(1L);
            assertThat(log.after("A", 0, 10, 1 << 20)).as("control").hasSize(3);
        }
    }

    private static Change change(String station, long sequence, int length) {
        Value text = new Value(Value.STRING, "x".repeat(length));
        TagValue set = new TagValue("Recipe", new ArchivedSample(sequence, sequence, 0, text));
        return Change.of(sequence, new Stamp(sequence, 0, station), set);
    }
}
