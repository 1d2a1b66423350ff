package dev.pollux.server.archiving;

import static dev.pollux.server.archiving.Bench.PLC1;
import static dev.pollux.server.archiving.Bench.at;
import static dev.pollux.server.archiving.Bench.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pollux.archive.capture.CapturePolicy;
import dev.pollux.server.project.Project;
import dev.pollux.server.tag.TagTable;
import dev.pollux.server.tag.TagType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder with its thread and a real archive, whose disk may refuse. */
class RecorderTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Bench bench;
    private FaultyStore store;
    private TagTable table;
    private Recorder recorder;
    private final List<String> defects = new CopyOnWriteArrayList<>();
    private double now;

    @BeforeEach
    void start() {
        bench = new Bench(directory.resolve("archive"));
        bench.tag("A", PLC1, TagType.DOUBLE, Optional.of(CapturePolicy.EVERY_CHANGE));
        bench.tag("B", PLC1, TagType.DOUBLE, Optional.of(CapturePolicy.EVERY_CHANGE));
        store = new FaultyStore(bench.archive());
        Project project = bench.project();
        table = new TagTable(project.tags(), at(0));
        recorder = new Recorder(project, table, store.archive(), () -> at(now), 1_000);
        table.addListener(recorder);
        recorder.start(defects::add);
    }

    @AfterEach
    void stop() {
        store.goOn();
        recorder.close(LIMIT);
        bench.close();
    }

    /** One cycle of the device: A changes, B does not. */
    private void cycle(int second) {
        now = second;
        table.accept(
                second == 1 ? List.of(good(0, 1.0, 1), good(1, 0.5, 1)) : List.of(good(0, (double) second, second)));
        recorder.complete(PLC1, at(second - 0.5), at(second + 0.5));
    }

    private void cycles(int from, int to) {
        for (int second = from; second <= to; second++) {
            cycle(second);
        }
    }

    @Test
    void whatWasTakenIsArchivedAndMarkedWhenItEnds() {
        cycles(1, 100);
        recorder.close(LIMIT);

        assertThat(bench.lines("A")).hasSize(101).startsWith("1 1.0", "2 2.0").endsWith("100 100.0", "100.5 hole");
        assertThat(bench.lines("B")).containsExactly("1 0.5", "100.5 hole");
        assertThat(bench.coverage(PLC1)).containsExactly("0.5..100.5");
        assertThat(recorder.state()).isEqualTo(new Recorder.State(0, 0, 103, Optional.empty()));
        assertThat(defects).isEmpty();
    }

    // Nothing is lost by a disk that is full for a while, as long as the hand-over has room.
    @Test
    void fullDiskIsToldAndEverythingIsArchivedOnceThereIsRoom() {
        cycle(1);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(bench.lines("A")).hasSize(1));
        store.full(true);
        cycles(2, 50);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(recorder.state().fault()).contains("no space left"));
        cycles(51, 60);
        assertThat(bench.lines("A")).as("control").hasSize(1);

        store.full(false);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(bench.coverage(PLC1)).containsExactly("0.5..60.5"));
        assertThat(bench.lines("A")).hasSize(60);
        assertThat(recorder.state().fault()).isEmpty();
        assertThat(recorder.state().dropped()).isZero();
    }

    // The store hangs for long. Acquisition goes on, what does not fit is counted, and the trend shows a hole.
    @Test
    void overflowIsAGapWithAHoleAndNeverHoldsAcquisition() {
        cycle(1);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(bench.coverage(PLC1)).hasSize(1));
        store.hang();
        cycle(2);
        await().atMost(LIMIT).until(store::hung);
        cycles(3, 3_000);
        assertThat(recorder.state().dropped())
                .as("three of each cycle's weight, 1,000 fit")
                .isEqualTo(2_665);

        store.goOn();
        await().atMost(LIMIT).until(() -> recorder.state().waiting() == 0);
        cycles(3_001, 3_010);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(bench.coverage(PLC1)).hasSize(2));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(bench.coverage(PLC1).get(1)).endsWith("..3010.5"));
        // B did not change in all that time; without the hole nobody could tell that this is not known.
        assertThat(bench.lines("B")).hasSize(3).first().isEqualTo("1 0.5");
        assertThat(bench.lines("B").get(1)).endsWith("hole");
        assertThat(bench.lines("B").get(2)).endsWith(" 0.5");
        assertThat(bench.lines("A")).filteredOn(line -> line.endsWith("hole")).hasSize(1);
        assertThat(bench.lines("A")).endsWith("3009 3009.0", "3010 3010.0");
        assertThat(defects).isEmpty();
    }

    // A store that never comes back must not keep a station from ending.
    @Test
    void closingIsBounded() {
        store.hang();
        cycles(1, 10);
        recorder.close(Duration.ofMillis(200));

        assertThat(recorder.state().captured()).as("control: it tried").isPositive();
        assertThat(bench.lines("A")).isEmpty();
    }

    @Test
    void threadGivesSignsOfLife() {
        long before = recorder.beat();

        await().atMost(LIMIT).until(() -> recorder.beat() - before > 0);
    }

    @Test
    void defectOfTheArchiveIsADefectOfTheStation() {
        recorder.close(LIMIT);
        Project project = bench.project();
        Recorder broken = new Recorder(project, table, store.archive(), () -> at(now), 1_000);
        broken.start(defects::add);
        try {
            // Not a sample of its type: cannot come from acquisition.
            broken.accept(List.of(good(0, "text", 1)));

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(defects)
                            .singleElement()
                            .satisfies(reason -> assertThat(reason).startsWith("archiving ended by ")));
        } finally {
            broken.close(LIMIT);
        }
    }
}
