package dev.pollux.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollux.archive.Archive;
import dev.pollux.archive.ArchivedSample;
import dev.pollux.archive.Batch;
import dev.pollux.archive.TimeRange;
import dev.pollux.archive.Value;
import dev.pollux.archive.WriteMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The long-running test in small, and that it notices what it is there to notice. */
class SoakTest {
    private static final int TAGS = 120;
    private static final int SECONDS = 100;

    @TempDir
    private Path directory = Path.of("");

    private SoakPlan plan() {
        return SoakPlan.of(new String[] {
            "--tags", "" + TAGS, "--seconds", "" + SECONDS, "--kills", "1", "--seed", "7", "--directory", "" + directory
        });
    }

    /** A writer that is killed in between goes on where it was acknowledged last, and all is there in the end. */
    @Test
    void findsAllThatAKilledWriterHasWritten() throws Exception {
        assertThat(Soak.run(plan())).isTrue();
    }

    @Test
    void noticesASampleThatIsMissingOrChangedOrTooMany() {
        SoakPlan plan = plan();
        Workload workload = plan.workload();
        try (Archive archive = plan.open()) {
            for (int second = 0; second < SECONDS; second++) {
                archive.append(workload.batch(0, TAGS, second), WriteMode.LIVE).join();
            }
            assertThat(SoakCheck.differences(archive, plan)).isEmpty();
            assertThat(SoakCheck.missing(archive, workload, 17)).isEmpty();

            ArchivedSample true0 = workload.sample(0, 17);
            TimeRange instant = new TimeRange(true0.time(), true0.time() + 1);
            archive.append(Batch.deleting(List.of(new Batch.Deletion(workload.series(0), instant))), WriteMode.LIVE)
                    .join();
            ArchivedSample true1 = workload.sample(1, 17);
            put(archive, workload, 1, new ArchivedSample(true1.time(), true1.serverTime() + 1, 0, true1.value()));
            put(archive, workload, 2, new ArchivedSample(Workload.time(SECONDS), 0, 0, Value.of(1)));

            assertThat(SoakCheck.missing(archive, workload, 17))
                    .containsExactly(
                            workload.series(0).name() + " at second 17",
                            workload.series(1).name() + " at second 17");
            assertThat(SoakCheck.differences(archive, plan))
                    .hasSize(3)
                    .anySatisfy(line -> assertThat(line).startsWith(Workload.name(0) + ": 99 samples"))
                    .anySatisfy(line -> assertThat(line).startsWith(Workload.name(1) + ": 100 samples"))
                    .anySatisfy(line -> assertThat(line).startsWith(Workload.name(2) + ": 101 samples"));
        }
    }

    private static void put(Archive archive, Workload workload, int tag, ArchivedSample sample) {
        archive.append(Batch.of(List.of(new Batch.Entry(workload.series(tag), sample))), WriteMode.LIVE)
                .join();
    }
}
