package dev.pollux.bench;

import dev.pollux.archive.Archive;
import dev.pollux.server.archiving.Recorder;
import dev.pollux.server.project.Project;
import dev.pollux.server.tag.Quality;
import dev.pollux.server.tag.Sample;
import dev.pollux.server.tag.TagSample;
import dev.pollux.server.tag.TagTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * 100,000 changes a second as acquisition delivers them, ten times a second from each of a hundred devices: through the
 * tag table, the hand-over, capture and the archive with its fsync. How many cores all of that takes.
 */
final class SustainedRecording implements Measure {
    private static final double CORES = 0.6;

    /** The next instant of the grid. */
    private Instant grid = Instant.ofEpochMilli(System.currentTimeMillis() / 100 * 100);

    @Override
    public void run(Ground ground, Consumer<Row> results) throws Exception {
        int ticks = ground.scaled(60 * SustainedWriting.PER_SECOND, 10);
        Path directory = ground.sub("project");
        Project project = PlantProject.write(directory, SustainedWriting.TAGS, Ground.port());
        TagTable table = new TagTable(project.tags(), Instant.now());
        List<String> defects = new ArrayList<>();
        try (Archive archive = Stores.rocks(ground.sub("rocks"))) {
            // The same without the recorder: what making the samples takes, and the tag table that is there anyhow.
            SustainedWriting.paced(ticks / 4, tick -> deliver(table, null, tick));
            Meter idle = new Meter();
            SustainedWriting.paced(ticks / 4, tick -> deliver(table, null, tick));
            double making = idle.cost().cores();
            Recorder recorder = new Recorder(project, table, archive, Clock.systemUTC());
            table.addListener(recorder);
            recorder.start(defects::add);
            SustainedWriting.paced(ticks / 4, tick -> deliver(table, recorder, tick));
            long before = recorder.state().captured();
            Meter meter = new Meter();
            int late = SustainedWriting.paced(ticks, tick -> deliver(table, recorder, tick));
            Cost cost = meter.cost();
            Recorder.State state = recorder.state();
            recorder.close(Duration.ofSeconds(60));
            long captured = state.captured() - before;
            double cores = cost.cores() - making;
            if (!defects.isEmpty()) {
                throw new IllegalStateException("the recorder broke: " + defects);
            }
            results.accept(new Row(
                    "the same from acquisition on: hand-over, capture, archive",
                    String.format(Locale.ROOT, "%.2f cores", cores),
                    "≤ 0.6 cores",
                    Row.Kept.of(cores <= CORES && state.dropped() == 0),
                    "",
                    String.format(
                            Locale.ROOT,
                            "%,.0f changes/s captured, %,d dropped; %d of %d turns late; making them and the tag table"
                                    + " took %.2f more; %s",
                            captured / cost.seconds(),
                            state.dropped(),
                            late,
                            ticks,
                            making,
                            cost.othersText())));
        }
    }

    private void deliver(TagTable table, @Nullable Recorder recorder, long tick) {
        Instant now = grid;
        grid = now.plusMillis(1_000 / SustainedWriting.PER_SECOND);
        int tags = table.tags().size();
        for (int first = 0; first < tags; first += PlantProject.TAGS_PER_DEVICE) {
            List<TagSample> batch = new ArrayList<>(PlantProject.TAGS_PER_DEVICE);
            for (int tag = first; tag < first + PlantProject.TAGS_PER_DEVICE; tag++) {
                // Two decimals, never the same twice in a row.
                double value = (tag % 97 * 1_000L + (tag * 31L + tick * 7) % 1_024) / 100.0;
                batch.add(new TagSample(tag, new Sample(value, Quality.GOOD, now)));
            }
            table.accept(batch);
            if (recorder != null) {
                recorder.complete("PLC" + first / PlantProject.TAGS_PER_DEVICE, now, grid);
            }
        }
    }
}
